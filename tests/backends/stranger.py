"""Train a compiled graph, stop, restore and go on: ten lines of anyone's, nothing of speccnn."""

import sys

import numpy as np
import tensorflow.compat.v1 as tf

folder, path = sys.argv[1:]
images, labels = np.eye(64, dtype="float32").reshape(64, 8, 8, 1), np.arange(64) % 10

with tf.Graph().as_default() as graph, tf.Session(graph=graph) as session:
    saver = tf.train.import_meta_graph(f"{folder}/model.meta")
    saver.restore(session, f"{folder}/model-0")
    feed = {"input/X:0": images, "input/Y:0": labels, "is_training:0": True}
    first = session.run("Train/Loss/loss:0", feed)
    for _ in range(20):
        session.run("Train/Optimizer/train_op", feed)
    saver.save(session, path, session.run("global_step:0"))
    loss = session.run("Train/Loss/loss:0", {**feed, "is_training:0": False})

with tf.Graph().as_default() as graph, tf.Session(graph=graph) as session:
    saver = tf.train.import_meta_graph(f"{folder}/model.meta")
    saver.restore(session, tf.train.latest_checkpoint(path.rpartition("/")[0]))
    feed = {"input/X:0": images, "input/Y:0": labels}
    again = session.run("Train/Loss/loss:0", feed)
    session.run("Train/Optimizer/train_op", {**feed, "is_training:0": True})
    step, accuracy, answers = session.run(
        ["global_step:0", "Train/Accuracy/accuracy:0", "Train/Prediction/predictions:0"], feed
    )
print(first > loss == again, step, 0 <= accuracy <= 1, answers.shape)

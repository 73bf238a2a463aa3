"""The table of what proposes changes for which findings."""

from collections.abc import Callable, Iterator

from speccnn.fixes import kernels, merges, rules, shapes, spelling, syntax, values, windows, wiring
from speccnn.fixes.candidate import Candidate, Case

PROPOSERS: dict[str, tuple[Callable[[Case], Iterator[Candidate]], ...]] = {
    "S105": (syntax.words,),
    "S106": (values.headers,),
    "V201": (spelling.key, spelling.left_out),
    "V202": (spelling.kind,),
    "V203": (values.missing,),
    "V204": (values.typed, values.headers),
    "V205": (spelling.word,),
    "V206": (values.bounded, values.without_batch),
    "V207": (values.name,),
    "G301": (spelling.reference,),
    "G302": (wiring.no_circle,),
    "G303": (wiring.other_name,),
    "G304": (wiring.used,),
    "G305": (wiring.first,),
    "G306": (wiring.once,),
    "T401": (shapes.channels_last, windows.fitting, windows.without, windows.larger_before),
    "T402": (windows.exact,),
    "T403": (windows.exact,),
    "T404": (shapes.ranked, shapes.other_rank, shapes.flattened),
    "T405": (shapes.grouped, shapes.channels_last),
    "T406": (windows.one_of_two,),
    "T407": (windows.less_padding,),
    "T408": (shapes.last_axis,),
    "T409": (wiring.merged,),
    "T410": (
        shapes.meant_sizes,
        merges.stretched,
        merges.gated,
        merges.projected,
        merges.same_on_branches,
        merges.padded,
        merges.flattened_too,
        merges.enlarged,
    ),
    "T411": (shapes.pooled_globally,),
    "T413": (shapes.like_first,),
    "T420": (windows.output_padding,),
    "T421": (windows.output_padding,),
    "T422": (windows.cropping,),
    "T423": (windows.one_ratio,),
    "T424": (shapes.global_instead,),
    "T441": (shapes.reshaped, shapes.units_before),
    "T443": (shapes.channels_before,),
    "T460": (kernels.grouped,),
    "T461": (kernels.convolved,),
    "T462": (kernels.multiplied,),
    "L501": (rules.no_bias,),
    "L502": (rules.logits,),
    "L503": (rules.data,),
    "L504": (rules.metric,),
    "L530": (rules.synchronized,),
    "E702": (spelling.variable,),
    "E703": (spelling.variable,),
    "E706": (spelling.key, values.typed),
    "E708": (spelling.variable,),
}


def candidates(case: Case) -> Iterator[Candidate]:
    """Yield what might take a diagnostic away, the likeliest first."""
    for propose in PROPOSERS.get(case.diagnostic.finding.code, ()):
        yield from propose(case)

"""Modality cues: the wordings of doubt, intention, negation and reporting, by class."""

from __future__ import annotations

import re
from dataclasses import dataclass

REPORTING = (
    r"said|says|saying|say|told|tells|tell|tweeted|tweets|wrote|writes|added|adds|claimed|"
    r"claims|claim|claiming|"
    r"announced|announces|stated|states|insisted|insists|argued|argues|warned|warns|"
    r"warning|suggested|suggests|denied|"
    r"denies|reported|reports|admitted|admits|acknowledged|confirmed|confirms|estimated|estimates|"
    r"explained|explains|maintained|alleged|alleges|testified|predicted|predicts|believes?|"
    r"believed|"
    r"thinks?|thought|called|calls|described|describes|accused|accuses|vowed|promised|"
    r"promises|pledged|"
    r"complained|noted|notes|recalled|recalls|concluded|posted|declared|revealed|indicated|"
    r"stressed|"
    r"emphasi[sz]ed|warn|deny|argue|believe|estimate|predict|allege|describe|suggest|"
    r"insist|report|announce|according|stress|commented|asserted|conceded|boasted|urged|"
    r"asked|asks|replied|responded|quoted|"
    r"according to|in the words of|in (?:his|her|their|its) view|accusations?|allegations?|"
    r"statement"
)


@dataclass(frozen=True, slots=True)
class CueClass:
    """A class of cues.

    Attributes:
        cues: What the evidence holds.
        kept_by: What the sentence must hold so that the cue counts as kept.
        backward: Whether the cue may also qualify what stands before it.
    """

    name: str
    cues: re.Pattern[str]
    kept_by: re.Pattern[str]
    backward: bool = False


def phrases(*parts: str) -> re.Pattern[str]:
    """Return a pattern for any of the parts as whole words, in either case."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


_POSSIBLE = (
    r"(?-i:may)(?! \d)|might|could|possibly|perhaps|maybe|potentially|potential|possible|"
    r"probably|likely|unlikely|appears?|"
    r"appeared|seems?|seemed|apparently|suggests?|suggested|risk(?:s|ed)?|can|feared|"
    r"fears?|thought to|believed|"
    r"in danger of|chance|possibility|uncertain|unclear|if|whether"
)
_ALLEGED = (
    r"alleged|allegedly|reportedly|reported|accused|accuses|suspected|suspicion|suspect|suspects|"
    r"purported|purportedly|claimed|claims|claim|charged|charges|allegations?|accusations?|"
    r"supposedly|so-called|"
    r"prosecutors|indicted|indictment|pleaded|denies|denied|faces?|trial"
)
_INTENDED = (
    r"offer(?:s|ed|ing)?|willing|ready|prepared|plan(?:s|ned|ning)?|want(?:s|ed)?|"
    r"wish(?:es|ed)?|hop(?:es?|ed|ing)|"
    r"intend(?:s|ed)?|aim(?:s|ed|ing)?|consider(?:s|ed|ing)?|propos(?:es?|ed|al|als|ing)|"
    r"seek(?:s|ing)?|sought|"
    r"pledg(?:es?|ed)|promis(?:es?|ed)|vow(?:s|ed)?|threaten(?:s|ed|ing)?|threat|ask(?:s|"
    r"ed|ing)?|urg(?:es?|ed|ing)|"
    r"call(?:s|ed|ing)? (?:for|on)|invit(?:es?|ed|ation)|demand(?:s|ed|ing)?|request(?:s|ed)?|"
    r"should|must|ought|need(?:s|ed)? to|agreed to|agrees to|agree to|would like|order(?:s|"
    r"ed)?|want to|suggest(?:s|ed|ion)?|"
    r"recommend(?:s|ed|ation)?|bid|decid(?:es?|ed) to|negotiat(?:es?|ed|ing)|discuss(?:es|ed|ing)?"
)
_FUTURE = (
    r"will|'ll|\u2019ll|won't|won\u2019t|shall|scheduled|expect(?:s|ed)?|due to|due in|due "
    r"on|set to|going to|about to|planned|plans|"
    r"forthcoming|upcoming|later|next|to be|is to|are to|was to|were to|predict(?:s|ed)?|"
    r"forecast(?:s|ed)?"
)
_CONDITIONAL = r"would|wouldn't|wouldn\u2019t|'d"
_ATTEMPT = (
    r"tr(?:y|ies|ied|ying) to|attempt(?:s|ed|ing)?|bid to|sought to|struggl(?:es?|ed|ing) to|"
    r"hoped to|effort(?:s)? to"
)
NEGATION = (
    r"not|cannot|never|no|none|nobody|nothing|nor|neither|without|\w+n't|\w+n\u2019t|"
    r"fail(?:s|ed|ing|ure)?(?: to)?|"
    r"refus(?:es?|ed|al|ing)|den(?:y|ies|ied|ying|ial)|declin(?:es?|ed) to|reject(?:s|ed)?|"
    r"unable|lack(?:s|ed)?|prevent(?:s|ed)?|"
    r"halt(?:s|ed)?|abandon(?:s|ed)?|cancel(?:s|led|ed)?|unlikely|ruled out|rule out|"
    r"avoid(?:s|ed)?|fell short|short of|yet to|"
    r"called off|off|stop(?:s|ped)?|ban(?:s|ned)?|against|impossible|unaware|hardly|barely|"
    r"doubt(?:s|ed)?|miss(?:es|ed)?|"
    r"but|except|only|few|little|un\w{4,}|in(?:capable|eligible|sufficient|conclusive|"
    r"complete)|dis\w{4,}"
)

CUE_CLASSES = (
    CueClass(
        "possibility",
        phrases(
            r"(?-i:may)(?! \d| (?:19|20))|might|could(?: be| have)?|possibly|perhaps|maybe|"
            r"potentially|probably|"
            r"likely|unlikely|appears? to|appeared to|seems? to|seemed to|apparently|"
            r"believed to|thought to|feared"
        ),
        phrases(
            _POSSIBLE, _CONDITIONAL, _ALLEGED, r"expect(?:s|ed)?|predict(?:s|ed)?|warn(?:s|ed)?"
        ),
    ),
    CueClass(
        "allegation",
        phrases(
            r"alleged|allegedly|reportedly|accused of|suspected of|suspected|purported|"
            r"purportedly|on suspicion of|supposedly"
        ),
        phrases(_ALLEGED, REPORTING),
    ),
    CueClass(
        "wish",
        phrases(
            r"offer(?:s|ed|ing)? to|willing(?:ness)? to|ready to|prepared to|want(?:s|ed|ing)? to|"
            r"would like to|wish(?:es|ed)? to|hop(?:es?|ed|ing) to|considering|whether to|"
            r"propos(?:es?|ed|ing)(?: to)?|threaten(?:s|ed|ing) to|asked (?:\w+ ){1,3}to|"
            r"urg(?:es?|ed|ing) (?:\w+ ){1,4}to|call(?:s|ed|ing) (?:for|on)|invit(?:es?|ed)|"
            r"demand(?:s|ed|ing)?|should|must|ought to"
        ),
        phrases(_INTENDED, _POSSIBLE, _CONDITIONAL, _ATTEMPT),
    ),
    # Whoever "would like to" go, or "would be willing to", need not be one who "would" go.
    CueClass(
        "readiness",
        phrases(
            r"would (?:like|love|prefer) to|would be (?:willing|happy|ready|glad|prepared|open) to"
        ),
        phrases(
            r"(?:like|love|prefer)(?:s|d)? to|willing(?:ness)?|happy|ready|readiness|glad|prepared|"
            r"open to|want(?:s|ed|ing)?|wish(?:es|ed)?|hop(?:es?|ed|ing)|keen|eager|desire[sd]?|"
            r"consider(?:s|ed|ing)?|offer(?:s|ed|ing)?|could|might|may|invit(?:es?|ed)|propos(?:es?|ed)|"
            r"interest(?:ed)?|ask(?:s|ed)|seek(?:s|ing)?|sought"
        ),
    ),
    CueClass(
        "intention",
        phrases(
            r"plan(?:s|ned|ning)? to|intend(?:s|ed)? to|aim(?:s|ed|ing)? to|pledg(?:es?|ed) to|"
            r"promis(?:es?|ed) to|vow(?:s|ed) to|agreed to"
        ),
        phrases(_INTENDED, _POSSIBLE, _CONDITIONAL, _ATTEMPT, r"will|shall"),
    ),
    CueClass(
        "conditional",
        phrases(_CONDITIONAL),
        phrases(_CONDITIONAL, _INTENDED, _POSSIBLE, _FUTURE, _ATTEMPT),
    ),
    CueClass(
        "future",
        phrases(
            r"will|'ll|\u2019ll|shall|scheduled to|expect(?:s|ed)? to|due to (?=[a-z]+\b)|"
            r"set to|going to|"
            r"about to|planned|(?:is|are|was|were) to (?=[a-z]+\b)"
        ),
        phrases(_FUTURE, _CONDITIONAL, _INTENDED, _POSSIBLE),
    ),
    CueClass(
        "attempt",
        phrases(
            r"tr(?:y|ies|ied|ying) to|attempt(?:s|ed|ing)? to|sought to|seek(?:s|ing)? to|bid to"
        ),
        phrases(_ATTEMPT, _INTENDED, NEGATION, r"try|tries|tried|attempt\w*|sought|seek\w*|bid"),
    ),
    CueClass(
        "negation",
        phrases(
            r"not|cannot|never|without|\w+n't|\w+n\u2019t|fail(?:s|ed|ing) to|refus(?:es?|"
            r"ed|ing) to|"
            r"den(?:y|ies|ied|ying)|declin(?:es?|ed) to|unable to|yet to|ruled out|no longer"
        ),
        phrases(NEGATION),
    ),
)

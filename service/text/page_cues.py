"""Page cues: the wordings of a web page around its article, as regular expressions."""

from __future__ import annotations

#: What a line is, and the expressions that say so; each is matched from its beginning.
PAGE_CUES: dict[str, tuple[str, ...]] = {
    "navigation": (
        (
            r"(?:\d{1,2}[.)]|[*+\u2022-])?\s*(?:skip|jump|go|back|"
            r"return)\s+(?:to\s+)?(?:the\s+)?(?:\w+\s+){0,3}"
            r"(?:content|navigation|menu|search|footer|top|gallery|sites?|index|homepage|home "
            r"page|main|article|story|comments)\b.{0,60}$"
        ),
        (
            r"(?:main|site|primary|close|open|toggle|show|hide)\s+(?:menu|navigation|search|"
            r"sections?|sharing.*|share.*|caption|sidebar)\s*$"
        ),
        (
            r"(?:previous|prev|next|older|newer)(?:\s+(?:article|story|post|page|image|photo|"
            r"slide|entry|up))?(?:\s+(?:next|previous).*)?\s*[>\u00bb\u203a<\u00ab]*$"
        ),
        (
            r"(?:image|photo|picture|slide|page|item)?\s*\d+\s*(?:of|/|out "
            r"of)\s*/?\s*\d+\.?(?:\s+(?:images?|photos?|pictures?|slides?))?$"
        ),
        r"(?:home|front page)\s*[>\u00bb\u203a/|].*$",
        (
            r"(?:enlarge|expand|zoom|full ?screen|close|caption|menu|search|more|loading|"
            r"advert\w*|ad|ads?|sponsored|promoted"
            r"|promoted content|sponsored content|paid content|sponsor message|toggle caption|"
            r"hide caption|by|print|x)[\s.:\u2026>]*$"
        ),
        r"(?:story|article) continues (?:below|after).{0,60}$",
        r"(?:advertisement|advert)\b.{0,40}$",
        (
            r"(?:your \w+ is set to .{0,40}\. )?you can change (?:the|your) (?:location|settings|"
            r"preferences|region)\b.{0,60}$"
        ),
        r"please use (?:the |a )?(?:chrome|firefox|safari|edge)(?: browser)? for .{0,200}$",
        r"(?:please )?(?:enable|turn on) (?:javascript|cookies).{0,120}$",
        r"continue reading(?: (?:the )?(?:main story|below|story).{0,40})?$",
        (
            r"you(?:'|\u2019)?(?:ve| have) (?:reached|read|run out of).{0,80}(?:articles?|"
            r"limit).{0,40}$"
        ),
        (
            r"(?:listen|play|pause|mute|watch|live)(?:\s+(?:live|now|to this (?:story|article)|"
            r"video|again))?\s*[:>]?$"
        ),
    ),
    "share": (
        (
            r"(?:share|tweet|pin|e-?mail|print|save|bookmark|copy link|follow|"
            r"like)\b(?:\s+(?:this|on|via|to|the|with|by|us|in|article|story|page|post|link|it|"
            r"options?"
            r"|close|extra|sharing|facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|"
            r"instagram|telegram|e-?mail|print|friends?|url|copied!?|comments?|save|copy|link|"
            r"and|&|,|:|\||/|\d+))*\s*[:.!]?$"
        ),
        (
            r"(?:facebook|twitter|linkedin|whatsapp|pinterest|reddit|instagram|telegram|"
            r"youtube|flipboard|tumblr|google\+?|messenger|snapchat|rss|e-?mail|vk|blogger"
            r"|stumbleupon|pocket|wechat|line|sms)(?:[\s,|/&\u2022]+(?:and|share|facebook|"
            r"twitter|linkedin|whatsapp|pinterest|reddit|instagram|telegram|youtube|flipboard|"
            r"tumblr|google\+?"
            r"|messenger|snapchat|rss|e-?mail|print|copy|link|more))*[\s.:]*$"
        ),
        (
            r"(?:follow|like|find|join|connect with|visit) (?:us|me|@\w+|(?-i:[A-Z])\w+(?: "
            r"(?-i:[A-Z])\w+)?)(?:\s+\w+){0,3} (?:on|at|@) (?:our )?(?:facebook|twitter|"
            r"instagram|youtube|linkedin|snapchat|tiktok|x\b).{0,200}$"
        ),
        r"follow (?:@|\w+ @|bbc|us\b|the latest).{0,200}$",
        (
            r"(?:\d[\d,.]*[km]?\s*)?(?:shares?|comments?|likes?|views?|retweets?|replies|"
            r"reactions?)(?:\s*[\d,.]+[km]?)?$"
        ),
        (
            r"(?:view|show|read|see|hide|load|post|leave|add|write|all|"
            r"join)\s+(?:all\s+)?(?:a\s+|the\s+|\d+\s+|more\s+)?(?:comments?|conversation|"
            r"discussion|reactions?).{0,60}$"
        ),
        r"share this:?.{0,80}$",
        r"get short url.{0,20}$",
        r"(?:like|enjoyed?|love) (?:this|the) (?:story|article|post)\?.{0,120}$",
        r"(?:find|follow) us\b.{0,20}$",
    ),
    "link": (
        (
            r"(?:read|see|watch|listen|hear|view|find out|learn|discover|explore)\s+(?:more|"
            r"also|next|now|the full (?:story|article|report|interview)|all|"
            r"on)\s*(?:[:>\u2026|\u2013\u2014-]|$).{0,300}$"
        ),
        (
            r"(?:read|see|watch|listen|view) (?:more|also|next)\b(?: (?:about|on|at|from|of|"
            r"here|stories|news|articles)\b.{0,200}|\s+[A-Z\u2018\u201c'\"].{0,200})$"
        ),
        r"(?:also\s+)?(?:read|see|watch)(?:\s+also)?\s*:\s.{0,300}$",
        (
            r"(?:\W{0,3})(?:also read|see also|read next|up next|next up|must read|must see|"
            r"don't miss|related|recommended|related (?:articles?|stories|story|news|topics?|"
            r"content|links?|videos?|coverage|posts?|tags?)"
            r"|more (?:on|from|about|news|stories|in|like)\b|you (?:may|might|could) (?:also "
            r")?(?:like|be interested)|what to read next|editor'?s'? (?:picks?|choice)|around "
            r"the web|from the web|in pictures|in case you missed it"
            r"|promoted stories|trending(?: now)?|most (?:popular|read|viewed|shared|watched|"
            r"commented)|popular(?: now)?|latest(?: news| stories| videos)?|top (?:stories|"
            r"news|videos)|hot topics|key points|breaking news"
            r"|recent (?:posts?|articles?|stories|news)|elsewhere on|sections?|topics?|tags?|"
            r"filed under|categories|category|keywords?)\s*(?:[:|\u2013\u2014>-]\s*.{0,250})?$"
        ),
        (
            r"(?:related (?:articles?|stories|story)|also read|more (?:on|from) (?:this|the|"
            r"our|\w+\.com)).{0,200}$"
        ),
        (
            r"(?:to |for )?.{0,120}\b(?:click|tap) (?:here|on the (?:photos?|link|image|"
            r"picture|video)s?)\b.{0,120}$"
        ),
        r"(?:click|tap|scroll) (?:here|down|through|below|above|on)\b.{0,200}$",
        r"(?:find out|read) (?:more|all)\b.{0,60}(?:here|below|page|guide|site)\b.{0,20}$",
        r"(?:find|get|see) (?:all )?the latest .{0,120}(?:page|here|app|news|app\.)[\s.]*$",
        r"find out (?:how to|more|about).{0,120}(?:guide|here|below|more)\b.{0,20}$",
        r"find out more about\b[^.]{0,100}$",
        (
            r"(?:read|see) (?:the )?(?:original|full) (?:article|story|report|post|text|"
            r"statement|letter)\b.{0,80}$"
        ),
        r"(?:watch|see) (?:the )?(?:video|clip|footage)(?:\s+(?:here|above|below|:).{0,80})?\s*:?$",
        (
            r"(?:you can )?(?:read|watch|see|find|hear|listen to|view) .{0,100}\b(?:here|at "
            r"the top of th(?:is|e) (?:story|page|article))\s*[.>]?$"
        ),
        (
            r"(?:have you|do you have|are you|were you|got a|send us|contact us|if you have|"
            r"get in touch|let us know|what do you think|tell us|help us)\b.{0,200}(?:e-?mail|"
            r"contact|comment|tip|@|tell us|let us know|get in touch|whatsapp|"
            r"story\?).{0,120}$"
        ),
        (
            r"for (?:more|the latest|confidential support|all the latest)\b.{0,120}\b(?:visit|"
            r"follow|click|go to|call|listen|see|here)\b.{0,150}$"
        ),
        r"also on \S+\.\w{2,4}\b.{0,250}$",
        r"(?:related|recommended) (?:articles?|stor(?:y|ies)|reading)\s*[:|\u2013-].{0,250}$",
        r"have a (?:news )?tip\b.{0,250}$",
        r"(?:https?://|www\.)\S+$",
        r"(?:[@#][\w.]+[\s,]*)+$",
        r"pic\.twitter\.com/\S+$",
        r"\S+@\S+\.\w{2,}$",
        r"\((?:graphic|graphics|photo|photos|video|chart|map|interactive)\s*:.{0,200}\)$",
    ),
    "newsletter": (
        (
            r"(?:sign up|subscribe|register)\b.{0,160}\b(?:here|newsletters?|inbox|updates?|"
            r"e-?mails?|alerts?|briefings?|bulletins?|digest|directly|free|today|daily|now)\b"
            r".{0,120}$"
        ),
        (
            r".{0,220}\b(?:sign up|subscribe)\b.{0,120}\b(?:here|newsletters?|inbox|alerts?|"
            r"briefings?|bulletins?|digest|directly)\b.{0,120}$"
        ),
        r".{0,220}\b(?:to|in|into) your (?:inbox|e-?mail|mailbox|phone|device)\b.{0,120}$",
        (
            r".{0,100}\bour (?:free |daily |weekly |morning |evening |e-?mail "
            r")*(?:newsletters?|briefings?|bulletin|podcast|app|mailing list)\b.{0,160}$"
        ),
        (
            r"(?:sign (?:up|in|on|out)|log ?in|log ?out|register|subscribe|my account|create "
            r"(?:an )?account|manage subscription|join now|donate|contribute|support us|become "
            r"a member)\b.{0,40}$"
        ),
        r"(?:enter|your) (?:your )?e-?mail(?: address)?.{0,60}$",
        r".{0,160}\b(?:your inbox|opt-?in box)\b.{0,120}$",
        r"get author rss feed$",
        (
            r"by (?:signing up|subscribing|registering|clicking|submitting|continuing|"
            r"entering)\b.{0,300}$"
        ),
        (
            r"thank(?:s| you) for (?:signing|subscribing|reading|your (?:interest|subscription|"
            r"support)).{0,120}$"
        ),
        r"(?:download|get) (?:our|the) .{0,60}\bapp\b.{0,120}$",
        (
            r"(?:you can )?(?:also )?(?:subscribe|listen) to (?:our|this|the) "
            r".{0,120}(?:newsletter|podcast)\b.{0,120}$"
        ),
        r"(?:support|fund) (?:our|independent|quality|local|the) .{0,60}journalism.{0,120}$",
        (
            r"get (?:all )?(?:the |our )?.{0,60}\b(?:news|notifications|alerts|headlines|"
            r"stories|updates)\b.{0,60}\b(?:sent|delivered|straight|app|inbox|"
            r"phone)\b.{0,120}$"
        ),
    ),
    "legal": (
        (
            r".{0,200}\b(?:privacy (?:policy|notice|statement|settings)|cookie (?:policy|"
            r"settings|preferences)|terms (?:of|and|&) (?:use|service|conditions)|terms & "
            r"conditions|gdpr)\b.{0,200}$"
        ),
        r".{0,200}\b(?:uses|use of|accept|our) cookies\b.{0,200}$",
        r".{0,120}\bmay not be (?:published|reproduced|republished|copied)\b.{0,200}$",
        (
            r"(?:about (?:us|this)|contact(?: us)?|careers?|advertise(?: with us)?|help|faqs?|"
            r"feedback|site ?map|accessibility|ad ?choices|our (?:team|products|partners)|work "
            r"(?:for|with) us|press (?:room|office|releases)"
            r"|corrections?|subscriptions?|newsletters?|archives?|classifieds?|obituaries|"
            r"horoscopes?|crosswords?|puzzles|e-?paper|epaper|terms|privacy|cookies|legal|"
            r"imprint|license|licensing|jobs|weather|"
            r"e-?edition)\b(?:[\s|\u2022,&]+[\w ]{0,30})?$"
        ),
        r"do not (?:sell|track)\b.{0,60}$",
        r".{0,200}\bare registered trademarks\b.{0,200}$",
        r"[*+]?\s*(?:these|the) statements? (?:have|has) not been evaluated\b.{0,300}$",
        r"(?:the|all) information (?:provided )?(?:on|in) this (?:web)?site\b.{0,390}$",
        r"as you comment\b.{0,390}$",
        r"you (?:are signed in|have been (?:successfully )?subscribed)\b.{0,80}$",
        r"there was (?:a problem|an error) (?:subscrib|submit|send|load|process)\w*\b.{0,160}$",
    ),
}

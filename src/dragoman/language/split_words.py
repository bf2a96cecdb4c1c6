"""Words that a full stop belongs to, prefixes that keep their hyphen, and words that open sentences.

Common abbreviations of English newswire. What each group means for the end of a sentence was measured on the train
parts of UD English EWT and GUM.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TITLES = _words("""
    Mr Mrs Ms Mx Dr Drs Prof Rev Fr Sr Hon Gov Sen Sens Rep Reps Pres Gen Lt Col Maj Capt Cpl Sgt Adm Cmdr Cdr
    Brig Pvt Supt Det Insp Msgr Mgr Ste Amb Atty Messrs Mlle Mme Ald Asst Dep Sec Vol vs Vs viz cf Cf
""")
"""Never the end of a sentence: a name or a number follows."""

NUMBERED = _words("""
    No Nos Art Arts Ch Fig Figs Eq Sect pp p c v b m d Para par Mar Sun Mon Tue Tues Wed Thu Thur Thurs Fri Sat
""")
"""Words of their own unless a number follows ("No. 10", "Sun. 5 May")."""

MONTHS = _words("Jan Feb Apr Aug Sep Sept Oct Nov Dec")

TRAILING = _words("""
    Inc Corp Co Cos Ltd Bros LLC Jr Esq etc al St Mt Ft Ave Blvd Rd Sq Dept Univ Assn Intl Natl Govt Calif Mass
    Conn Ala Ariz Ark Colo Fla Ga Ill Ind Kan Ky La Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex
    Va Vt Wash Wis Wyo Del approx ca Ca Ed eds est esp Esp Ext ext Arrv arrv incl ft lb lbs oz hr hrs yr yrs
    mins secs tel Tel Attn
""")
"""May end a sentence; then a word that opens sentences follows."""

KEEP_HYPHEN = _words("""
    anti pro non re co mid pre post ex semi multi cross counter neo sub inter intra e socio micro mini arch over
    trans ultra pseudo quasi extra macro mega meta proto psycho infra supra bi tri un de mis
""")
"""Prefixes that make one word with what follows their hyphen, as in the treebanks ("pro-democracy", "re-elected")."""

OPENERS = frozenset(
    _words("""
    The A An In On At By For From With As After Before During Since Until While When Where If Although Though
    Because Despite He She It They We I You This That These Those There Here His Her Its Their Our My Your What
    Who Why How Which But And Or So Yet Nor Not No Yes However Meanwhile Moreover Also Then Now Still Both Some
    Many Most All Each Every Another Other Such Several Earlier Later Last Once Only Even Over Between Among
    About According Asked Speaking To Of Let Is Are Was Were Do Does Did Have Has Had Can Could Would Should
    Might Please Today Yesterday Instead Nevertheless Nonetheless Two Three Unfortunately Additionally Finally
    Recently Separately Previously Mr. Mrs. Ms.
""")
)
"""Capitalised words that open a sentence after an abbreviation; names do not."""

NEVER_LAST = ("e.g.", "i.e.", "E.g.", "I.e.", "P.S.", "a.k.a.")

SAYING = frozenset(
    _words("""
    said says say saying told tells asked asks added adds replied answered shouted shouts cried chanted chants
    wrote writes tweeted declared warned insisted asserted exclaimed yelled screamed remarked recalled explained
    continued stated announced noted joked
""")
)
"""After a quotation that ends in "!" or "?" a speaker and one of these go on with the same sentence."""

"""Export a checkpoint as the package's model: one int8 ONNX file, its labels and its tokenizer.

    python -m training.export_language runs/language/model.pt src/dragoman/language/data \\
        src/dragoman/ontology/triggers TREEBANK.conllu.gz ...
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.language_data import conllu_blocks
from training.language_model import Exported, LanguageModel, minilm

OUTPUTS = "upos xpos lemma names arcs rels trunk".split()


def load_checkpoint(path: Path) -> LanguageModel:
    state = torch.load(path, weights_only=False)
    model = LanguageModel(state["labels"])
    model.load_state_dict(state["model"])
    return model.eval()


IRREGULAR = """arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became|begin began begun|bend bent|bet bet
bid bade bidden|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt
burst burst|buy bought|cast cast|catch caught|choose chose chosen|cling clung|come came|cost cost|creep crept|cut cut|deal dealt|dig dug
draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled
fling flung|fly flew flown|forbid forbade forbidden|foresee foresaw foreseen|forget forgot forgotten|forgive forgave forgiven|forgo forwent forgone
freeze froze frozen|get got gotten|give gave given|go went gone|grind ground|grow grew grown|hang hung|have had|hear heard|hide hid hidden
hit hit|hold held|hurt hurt|keep kept|kneel knelt|know knew known|lay laid|lead led|leap leapt|learn learnt|leave left|lend lent|let let
lie lay lain|light lit|lose lost|make made|mean meant|meet met|mislead misled|overcome overcame|oversee oversaw overseen|overtake overtook overtaken
overthrow overthrew overthrown|pay paid|prove proved proven|put put|quit quit|read read|ride rode ridden|ring rang rung|rise rose risen|run ran
say said|see saw seen|seek sought|sell sold|send sent|set set|shake shook shaken|shed shed|shoot shot|show showed shown|shrink shrank shrunk
shut shut|sing sang sung|sink sank sunk|sit sat|slay slew slain|sleep slept|slide slid|speak spoke spoken|speed sped|spend spent|spill spilt
spin spun|split split|spread spread|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|strike struck stricken
strive strove striven|swear swore sworn|sweep swept|swell swelled swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn
tell told|think thought|throw threw thrown|undergo underwent undergone|understand understood|undertake undertook undertaken|uphold upheld
upset upset|wake woke woken|wear wore worn|weave wove woven|weep wept|win won|withdraw withdrew withdrawn|withhold withheld
withstand withstood|wring wrung|write wrote written|rebuild rebuilt|resell resold|retake retook retaken|redo redid redone"""
"""English irregular verbs: base form, then the forms that its endings do not give."""


def lemmas(treebank: Path) -> list[str]:
    """Lemmas of verbs, nouns and adjectives: among a word's likeliest lemma rules the one that gives a known lemma wins."""
    rows = (row for block in conllu_blocks(treebank) for row in block)
    return [row[2].lower() for row in rows if row[3] in ("VERB", "NOUN", "ADJ") and row[2].isalpha()]


def trigger_lemmas(folder: Path) -> list[str]:
    """Lemmas of the trigger lexicon, which newswire uses and treebanks of a quarter million words may lack."""
    senses = (
        sense for path in folder.glob("*.toml") for sense in tomllib.loads(path.read_text(encoding="utf-8"))["sense"]
    )
    return [word for sense in senses for key in ("lemma", "object") for word in sense.get(key, ()) if word.isalpha()]


def main(checkpoint: Path, folder: Path, triggers: Path, treebanks: list[Path]) -> None:
    model = load_checkpoint(checkpoint)
    ids = torch.tensor([[101, 7592, 2088, 102], [101, 7592, 102, 0]])
    mask = (ids > 0).long()
    first = torch.tensor([[0, 1, 2], [0, 1, 0]])
    by_piece, by_word = {0: "batch", 1: "pieces"}, {0: "batch", 1: "words"}
    by_pair = {0: "batch", 1: "words", 2: "heads"}
    axes = {"ids": by_piece, "mask": by_piece, "first": by_word, "trunk": by_piece, "arcs": by_pair, "rels": by_pair}
    axes |= dict.fromkeys(("upos", "xpos", "lemma", "names"), by_word)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            Exported(model), (ids, mask, first), str(full), input_names=["ids", "mask", "first"], output_names=OUTPUTS,
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(full), str(folder / "en.onnx"), weight_type=QuantType.QInt8)
    version = "en-" + hashlib.sha256((folder / "en.onnx").read_bytes()).hexdigest()[:8]
    known = sorted({lemma for path in treebanks for lemma in lemmas(path)} | set(trigger_lemmas(triggers)))
    irregular = {form: verb.split()[0] for verb in re.split(r"[|\n]", IRREGULAR) for form in verb.split()[1:]}
    body = {"version": version, "labels": model.labels, "lemmas": known, "irregular": irregular}
    (folder / "en.json").write_text(json.dumps(body, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.copyfile(minilm() / "tokenizer.json", folder / "tokenizer.json")
    print(version, (folder / "en.onnx").stat().st_size / 1e6, "MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), [Path(p) for p in sys.argv[4:]])

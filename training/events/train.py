"""Train the event branch and its heads on top of a trained language model, which stays as it is.

    python -m training.events.train --start runs/language/model.pt --written training/events/written \
        --read training/events/read/voa.tsv gmb_voa_part.csv.gz --out runs/events

With `--pairs-dev FILE.tsv` the pair head is scored on it after every epoch (development only: its rows are never trained on).
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from dragoman.language.split import split
from training.events.data import MODE_LABELS, NONE, STATUS, TYPES, Example, examples, read_written
from training.events.model import Branch, EventHeads
from training.events.read import read_examples
from training.language_data import Sentence
from training.language_model import LanguageModel
from training.train_language import IGNORE, MAX_WORDS, Batcher, save

BATCH = 32
MASK_RATE = 0.3
"""Share of examples whose parties are hidden, so that no name decides a type."""
TYPE_INDEX = {t: i for i, t in enumerate(TYPES)}
MODE_INDEX = {m: i for i, m in enumerate(MODE_LABELS)}
STATUS_INDEX = {s: i for i, s in enumerate(STATUS)}


class Net(torch.nn.Module):
    """The frozen language model with the event branch and heads on it."""

    def __init__(self, language: LanguageModel) -> None:
        super().__init__()
        self.language = language.eval().requires_grad_(False)
        self.branch, self.heads = Branch(), EventHeads()

    def forward(self, b: dict[str, Tensor]) -> dict[str, Tensor]:
        with torch.no_grad():
            trunk = self.language.trunk(b["ids"], b["mask"])
        x = self.branch(trunk, b["mask"], b["first"])
        return self.heads(x, b["real"], b["t"], b["a"], b["r"])

    def train(self, mode: bool = True) -> Net:
        super().train(mode)
        self.language.eval()
        return self


def words_of(text: str) -> list[tuple[int, int]]:
    return [token for sentence in split(text) for token in sentence.tokens][: MAX_WORDS + 20]


def event_batch(rows: list[Example], batcher: Batcher, rng: random.Random | None) -> dict[str, Tensor]:
    """Rows as tensors: encoder input, masks of trigger and parties over word positions, labels."""
    sentences, masks = [], []
    for row in rows:
        spans = words_of(row.text)
        sides = {"t": [row.trigger], "a": row.actors, "r": row.recipients}
        marks = {k: [inside(s, side) for s in spans] for k, side in sides.items()}
        words = [row.text[a:b] for a, b in spans]
        if rng is not None and rng.random() < MASK_RATE:
            words = ["[MASK]" if a or r else w for w, a, r in zip(words, marks["a"], marks["r"], strict=True)]
        sentences.append(Sentence(words))
        masks.append(marks)
    b = batcher(sentences)
    width = b["real"].shape[1]
    for k in "tar":
        b[k] = torch.tensor([[False, *m[k], *[False] * (width - 1 - len(m[k]))] for m in masks])
    b["type"] = torch.tensor([TYPE_INDEX[r.type] for r in rows])
    b["mode"] = torch.tensor([MODE_INDEX.get(f"{r.type}:{r.mode}", 0) if r.type != NONE else IGNORE for r in rows])
    b["status"] = torch.tensor([STATUS_INDEX.get(r.status, IGNORE) for r in rows])
    b["weight"] = torch.tensor([r.weight for r in rows])
    return b


def inside(span: tuple[int, int], marks: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in marks)


def event_loss(net: Net, b: dict[str, Tensor]) -> Tensor:
    out = net(b)
    each = cross_entropy(out["type"], b["type"], label_smoothing=0.05, reduction="none")
    total = (each * b["weight"]).sum() / b["weight"].sum()
    pair = torch.where((b["type"] != 0) & (b["a"].any(1) | b["r"].any(1)), b["type"], IGNORE)
    for name, gold, weight in (("pair", pair, 1.0), ("mode", b["mode"], 0.5), ("status", b["status"], 0.5)):
        if (gold != IGNORE).any():
            total = total + weight * cross_entropy(out[name], gold, ignore_index=IGNORE, label_smoothing=0.05)
    return total


@torch.no_grad()
def score(net: Net, batcher: Batcher, rows: list[Example]) -> str:
    """Accuracy of type (with NONE), of type among events, of mode and status."""
    net.eval()
    right = dict.fromkeys(("type", "event", "mode", "status"), 0)
    of = dict.fromkeys(right, 0)
    for start in range(0, len(rows), 64):
        b = event_batch(rows[start : start + 64], batcher, None)
        out = net(b)
        best = out["type"].argmax(1)
        for name, hit, valid in (
            ("type", best == b["type"], torch.ones_like(best, dtype=torch.bool)),
            ("event", best == b["type"], b["type"] != 0),
            ("mode", out["mode"].argmax(1) == b["mode"], b["mode"] != IGNORE),
            ("status", out["status"].argmax(1) == b["status"], b["status"] != IGNORE),
        ):
            right[name] += int((hit & valid).sum())
            of[name] += int(valid.sum())
    net.train()
    return " ".join(f"{k} {right[k] / max(of[k], 1):.3f}" for k in right)


@torch.no_grad()
def score_pairs(net: Net, batcher: Batcher, path: Path) -> str:
    """Macro-F1 of the pair head over the 15 roots of a marked-pair file (CONCEDE and RETREAT count as YIELD)."""
    from sklearn.metrics import f1_score

    net.eval()
    rows, gold = marked_rows(path)
    found = []
    for start in range(0, len(rows), 64):
        scores = net(event_batch(rows[start : start + 64], batcher, None))["pair"]
        found += [TYPES[i + 1] for i in scores[:, 1:].argmax(1).tolist()]
    found = ["YIELD" if f in ("CONCEDE", "RETREAT") else f for f in found]
    net.train()
    accuracy = sum(a == b for a, b in zip(gold, found, strict=True)) / len(gold)
    return f"pairs root {f1_score(gold, found, average='macro'):.4f} accuracy {accuracy:.4f}"


def marked_rows(path: Path) -> tuple[list[Example], list[str]]:
    rows, gold = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file, delimiter="\t"):
            text, spans = "", {"s": [], "t": []}
            for part in re.split(r"(</?[st]>)", record["marked_sentence"]):
                if re.fullmatch(r"<[st]>", part):
                    spans[part[1]].append((len(text), 10**6))
                elif re.fullmatch(r"</[st]>", part):
                    spans[part[2]][-1] = (spans[part[2]][-1][0], len(text))
                else:
                    text += part
            rows.append(Example(text, (0, 0), spans["s"], spans["t"], "AGREE", "-", "actual"))
            gold.append(record["gold_root"])
    return rows, gold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--written", type=Path, required=True)
    parser.add_argument("--read", type=Path, nargs="*", default=[], help="coding file and text file, in pairs")
    parser.add_argument("--pairs-dev", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--copies", type=int, default=2, help="fillings of every written line per epoch")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    args.out.mkdir(parents=True, exist_ok=True)
    state = torch.load(args.start, weights_only=False)
    language = LanguageModel(state["labels"])
    language.load_state_dict(state["model"])
    run(Net(language), args)


def run(net: Net, args: argparse.Namespace) -> None:
    batcher, rng = Batcher(net.language.labels), random.Random(args.seed)
    written, read = read_written(args.written), read_examples(args.read)
    rng.shuffle(written)
    rng.shuffle(read)
    held = {"written": examples(written[::20], random.Random(1)), "read": read[::10]}
    written = [w for i, w in enumerate(written) if i % 20]
    read = [r for i, r in enumerate(read) if i % 10]
    steps = args.epochs * ((args.copies * len(written) + len(read)) // BATCH)
    optimizer = torch.optim.AdamW(
        [{"params": net.branch.parameters(), "lr": 2e-4}, {"params": net.heads.parameters(), "lr": 1e-3}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (0.1 * steps)) * max(0.02, 1 - s / steps)
    )
    print(len(written), "written,", len(read), "read,", steps, "steps", flush=True)
    step, began = 0, time.time()
    net.train()
    for epoch in range(args.epochs):
        rows = examples(written, rng, args.copies) + read
        rng.shuffle(rows)
        for start in range(0, len(rows) - BATCH + 1, BATCH):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = event_loss(net, event_batch(rows[start : start + BATCH], batcher, rng))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*net.branch.parameters(), *net.heads.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print(epoch, step, steps, round(loss.item(), 3), f"{time.time() - began:.0f} s", flush=True)
        for name, kept in held.items():
            if kept:
                print("held-out", name, len(kept), score(net, batcher, kept), flush=True)
        if args.pairs_dev:
            print(score_pairs(net, batcher, args.pairs_dev), flush=True)
        save(args.out / "model.pt", net.language, branch=net.branch.state_dict(), heads=net.heads.state_dict())


if __name__ == "__main__":
    main()

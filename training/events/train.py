"""Train the event branch and its heads on the embedded word pieces of the packaged language model.

    python -m training.events.train --language src/dragoman/language/data/en.onnx --written training/events/written \
        --read training/events/read/voa.tsv gmb_voa_part.csv.gz --out runs/events

With `--pairs-dev FILE.tsv` the pair reading is scored on it after every epoch (development only: its rows are never trained on).
A checkpoint is written after every epoch; `--resume` goes on from it.
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
from torch.nn.functional import cross_entropy, log_softmax

from dragoman.language.split import split
from training.events.data import MODE_LABELS, NONE, STATUS, TYPES, Example, examples, read_written
from training.events.model import Branch, EventHeads, Trunk
from training.events.read import read_examples
from training.language_data import Sentence
from training.train_language import IGNORE, MAX_WORDS, Batcher

BATCH = 32
MASK_RATE = 0.3
"""Share of examples whose parties are hidden, so that no name decides a type."""
WEIGHTS = {"type": 1.0, "pair": 1.0, "mode": 0.5, "status": 0.5, "look": 0.3, "word": 0.5, "role": 1.0}
Group = list[Example]
Span = tuple[int, int]
TYPE_INDEX = {t: i for i, t in enumerate(TYPES)}
MODE_INDEX = {m: i for i, m in enumerate(MODE_LABELS)}
STATUS_INDEX = {s: i for i, s in enumerate(STATUS)}


class Net(torch.nn.Module):
    """The frozen word pieces with the event branch and heads on them."""

    def __init__(self, language: Path) -> None:
        super().__init__()
        self.trunk = Trunk(language)
        self.branch, self.heads = Branch(), EventHeads()

    def forward(self, b: dict[str, Tensor]) -> dict[str, Tensor]:
        x = self.branch(self.trunk(b["ids"]), b["mask"], b["first"])
        return self.heads(x, b)


def words_of(text: str) -> list[tuple[int, int]]:
    return [token for sentence in split(text) for token in sentence.tokens][: MAX_WORDS + 20]


def grouped(rows: list[Example]) -> list[Group]:
    """Rows by their sentence, which is then read once for all of them."""
    found: dict[str, Group] = {}
    for row in rows:
        found.setdefault(row.text, []).append(row)
    return list(found.values())


def event_batch(
    groups: list[Group], batcher: Batcher, rng: random.Random | None, split: bool = True
) -> dict[str, Tensor]:
    """Sentences as encoder input; of their examples the masks of trigger and parties over word positions, and the labels."""
    sentences, masks, tags = [], [], []
    for group in groups:
        spans = words_of(group[0].text)
        marks = [
            {
                k: [inside(s, side) for s in spans]
                for k, side in zip(
                    "tarxy",
                    ([row.trigger] if row.type else [], row.actors, row.recipients, *pair_of(row, rng, split)),
                    strict=True,
                )
            }
            for row in group
        ]
        words = [group[0].text[a:b] for a, b in spans]
        if rng is not None and rng.random() < MASK_RATE:
            words = ["[MASK]" if any(m["a"][i] or m["r"][i] for m in marks) else w for i, w in enumerate(words)]
        sentences.append(Sentence(words))
        masks += marks
        tags.append([word_tag(group[0], span) for span in spans])
    b = batcher(sentences)
    width = b["real"].shape[1]

    def padded(values: list[list[int]], fill: int) -> Tensor:
        return torch.tensor([[fill, *v, *[fill] * (width - 1 - len(v))] for v in values])

    for k in "tarxy":
        b[k] = padded([m[k] for m in masks], 0).bool()
    b["word"] = padded(tags, IGNORE)
    rows = [row for group in groups for row in group]
    b["owner"] = torch.tensor([i for i, group in enumerate(groups) for _ in group])
    event = [r.type not in (NONE, "") for r in rows]
    b["type"] = torch.tensor([TYPE_INDEX.get(r.type, IGNORE) for r in rows])
    b["mode"] = torch.tensor(
        [MODE_INDEX.get(f"{r.type}:{r.mode}", 0) if e else IGNORE for r, e in zip(rows, event, strict=True)]
    )
    b["status"] = torch.tensor([STATUS_INDEX.get(r.status, IGNORE) for r in rows])
    b["weight"] = torch.tensor([r.weight for r in rows])
    b["paired"] = torch.tensor([e and bool(r.actors or r.recipients) for r, e in zip(rows, event, strict=True)])
    return b


def pair_of(row: Example, rng: random.Random | None, split: bool) -> tuple[list[Span], list[Span]]:
    """The two sides of an example as a pair: of a mutual act, whose parties all stand as actors, one against the others if SPLIT."""
    if row.recipients or len(row.actors) < 2 or not split:
        return row.actors, row.recipients
    sides = row.actors[:1], row.actors[1:]
    return sides if rng is None or rng.random() < 0.5 else sides[::-1]


def word_tag(row: Example, span: tuple[int, int]) -> int:
    """The type that a word triggers: of the marked one always, of others only in sentences that were coded whole."""
    for trigger, kind in row.triggers or ([(row.trigger, row.type)] if row.type else []):
        if inside(span, [trigger]):
            return TYPE_INDEX[kind]
    return TYPE_INDEX[NONE] if row.triggers is not None else IGNORE


def inside(span: tuple[int, int], marks: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in marks)


def event_loss(out: dict[str, Tensor], b: dict[str, Tensor]) -> Tensor:
    """Sum of the heads' losses: cross-entropy of all but `look`, which is the log share of attention that misses the trigger."""
    known = b["type"] != IGNORE
    total = torch.zeros(())
    if known.any():
        each = cross_entropy(out["type"], b["type"], ignore_index=IGNORE, label_smoothing=0.05, reduction="none")
        total = total + WEIGHTS["type"] * (each * b["weight"])[known].sum() / b["weight"][known].sum()
    pairs = torch.where(b["paired"], b["type"], IGNORE)
    targets = [("pair", "pair", pairs), ("mode", "mode", b["mode"]), ("status", "status", b["status"])]
    targets += [(f"pair_{k}", k, torch.where(b["paired"], b[k], IGNORE)) for k in ("mode", "status")]
    for name, kind, gold in targets:
        if (gold != IGNORE).any():
            total = total + WEIGHTS[kind] * cross_entropy(out[name], gold, ignore_index=IGNORE, label_smoothing=0.05)
    if b["paired"].any():
        share = torch.where(b["t"], log_softmax(out["look"].float(), -1), torch.tensor(-1e4)).logsumexp(-1)
        total = total - WEIGHTS["look"] * share[b["paired"] & b["t"].any(1)].clamp(min=-20).mean()
    if (b["word"] != IGNORE).any():
        total = total + WEIGHTS["word"] * cross_entropy(
            out["word"].flatten(0, 1).float(), b["word"].flatten(), ignore_index=IGNORE
        )
    role = torch.where(b["a"], 1, torch.where(b["r"], 2, 0))
    role = torch.where((b["type"] > 0).unsqueeze(1) & b["real"][b["owner"]] & ~b["t"], role, IGNORE)
    if (role != IGNORE).any():
        total = total + WEIGHTS["role"] * cross_entropy(
            out["role"].flatten(0, 1).float(), role.flatten(), ignore_index=IGNORE
        )
    return total


@torch.no_grad()
def score(net: Net, batcher: Batcher, rows: list[Example]) -> str:
    """Accuracy of type (with NONE), of type among events, of mode and status, of the role of the parties' words."""
    net.eval()
    right = dict.fromkeys(("type", "event", "mode", "status", "role"), 0)
    of = dict.fromkeys(right, 0)
    for start in range(0, len(rows), 64):
        b = event_batch(grouped(rows[start : start + 64]), batcher, None)
        out = net(b)
        best = out["type"].argmax(1)
        for name, hit, valid in (
            ("type", best == b["type"], b["type"] != IGNORE),
            ("event", best == b["type"], b["type"] > 0),
            ("mode", out["mode"].argmax(1) == b["mode"], b["mode"] != IGNORE),
            ("status", out["status"].argmax(1) == b["status"], b["status"] != IGNORE),
            (
                "role",
                out["role"].argmax(2) == torch.where(b["a"], 1, 2),
                (b["a"] | b["r"]) & (b["type"] > 0).unsqueeze(1),
            ),
        ):
            right[name] += int((hit & valid).sum())
            of[name] += int(valid.sum())
    net.train()
    return " ".join(f"{k} {right[k] / max(of[k], 1):.3f}" for k in right)


@torch.no_grad()
def score_pairs(net: Net, batcher: Batcher, path: Path) -> str:
    """Macro-F1 of the pair reading over the 15 roots of a marked-pair file (CONCEDE and RETREAT count as YIELD)."""
    from sklearn.metrics import f1_score

    net.eval()
    rows, gold = marked_rows(path)
    found = []
    for start in range(0, len(rows), 64):
        scores = net(event_batch([[r] for r in rows[start : start + 64]], batcher, None))["pair"]
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
            rows.append(Example(text, (0, 0), spans["s"], spans["t"], "", "-", "-"))
            gold.append(record["gold_root"])
    return rows, gold


def batches(groups: list[Group], rng: random.Random) -> list[list[Group]]:
    """Shuffled batches of sentences of similar length, so that little is padded."""
    groups = rng.sample(groups, len(groups))
    found = []
    for start in range(0, len(groups), BATCH * 16):
        part = sorted(groups[start : start + BATCH * 16], key=lambda g: len(g[0].text))
        found += [part[i : i + BATCH] for i in range(0, len(part) - BATCH + 1, BATCH)]
    return rng.sample(found, len(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", type=Path, required=True, help="the packaged language model, en.onnx")
    parser.add_argument("--written", type=Path, required=True)
    parser.add_argument("--read", type=Path, nargs="*", default=[], help="coding file and text file, in pairs")
    parser.add_argument("--pairs-dev", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--copies", type=int, default=1, help="fillings of every written line per epoch")
    parser.add_argument(
        "--all", action="store_true", help="train on the held-out twentieth too: for the model to be packaged"
    )
    parser.add_argument(
        "--one-sided", action="store_true", help="leave the parties of mutual acts on one side of a pair"
    )
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    args.out.mkdir(parents=True, exist_ok=True)
    run(Net(args.language), args)


def run(net: Net, args: argparse.Namespace) -> None:
    batcher, rng = Batcher({}), random.Random(args.seed)
    written, read = read_written(args.written), grouped(read_examples(args.read))
    rng.shuffle(written)
    rng.shuffle(read)
    held = {"written": examples(written[::20], random.Random(1)), "read": [r for g in read[::20] for r in g if r.type]}
    if not args.all:
        written = [w for i, w in enumerate(written) if i % 20]
        read = [g for i, g in enumerate(read) if i % 20]
    steps = args.epochs * ((args.copies * len(written) + len(read)) // BATCH)
    optimizer = torch.optim.AdamW(
        [{"params": net.branch.parameters(), "lr": 2e-4}, {"params": net.heads.parameters(), "lr": 1e-3}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (0.1 * steps)) * max(0.02, 1 - s / steps)
    )
    parts = {"branch": net.branch, "heads": net.heads, "optimizer": optimizer, "schedule": schedule}
    checkpoint, done = args.out / "model.pt", 0
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        done = state["epochs"]
        for name, part in parts.items():
            part.load_state_dict(state[name])
    print(len(written), "written,", len(read), "read,", steps, "steps", flush=True)
    began = time.time()
    net.train()
    for epoch in range(done, args.epochs):
        groups = [[row] for row in examples(written, rng, args.copies)] + read
        for step, batch in enumerate(batches(groups, rng), 1):
            b = event_batch(batch, batcher, rng, not args.one_sided)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = event_loss(net(b), b)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*net.branch.parameters(), *net.heads.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            if step % 50 == 0:
                print(
                    epoch, step, len(groups) // BATCH, round(loss.item(), 3), f"{time.time() - began:.0f} s", flush=True
                )
        for name, kept in held.items():
            if kept:
                print("held-out", name, len(kept), score(net, batcher, kept), flush=True)
        if args.pairs_dev:
            print(score_pairs(net, batcher, args.pairs_dev), flush=True)
        torch.save({"epochs": epoch + 1} | {name: part.state_dict() for name, part in parts.items()}, checkpoint)


if __name__ == "__main__":
    main()

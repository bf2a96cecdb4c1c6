"""Train the language model.

    python -m training.train_language --treebank en_ewt-train.conllu.gz en_gum-train.conllu.gz --names gmb_voa_part.csv.gz --out runs/language

Dev treebanks (`--dev`) are scored after every epoch; a checkpoint is written after every epoch and every 200 steps, and
`--resume` goes on from it. Same seed, data and thread count: same figures on one machine.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy

from training.language_data import MASKED, Sentence, read_conllu, read_gmb, vocabularies
from training.language_model import LanguageModel, minilm

MAX_WORDS, MAX_PIECES, BATCH = 100, 200, 32
IGNORE = -100


class Batcher:
    """Sentences -> padded tensors; labels that a source lacks are IGNORE."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        self.tokenizer = Tokenizer.from_file(str(minilm() / "tokenizer.json"))
        self.tokenizer.enable_padding()
        self.tokenizer.enable_truncation(MAX_PIECES)
        self.index = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}

    def __call__(self, sentences: list[Sentence]) -> dict[str, Tensor]:
        encodings = self.tokenizer.encode_batch([s.words for s in sentences], is_pretokenized=True)
        width = max(len(s.words) for s in sentences) + 1
        shape = (len(sentences), width)
        first, heads = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        real = torch.zeros(shape, dtype=torch.bool)
        gold = {k: torch.full(shape, IGNORE) for k in ("upos", "xpos", "lemma", "names", "heads", "rels")}
        for row, (sentence, encoding) in enumerate(zip(sentences, encodings, strict=True)):
            seen: dict[int, int] = {}
            for position, word in enumerate(encoding.word_ids):
                if word is not None:
                    seen.setdefault(word, position)
            real[row, : len(sentence.words) + 1] = True
            for i in range(len(sentence.words)):
                first[row, i + 1] = seen.get(i, 0)
            self.label(sentence, row, gold, heads)
        ids = torch.tensor([e.ids for e in encodings])
        mask = torch.tensor([e.attention_mask for e in encodings])
        return {"ids": ids, "mask": mask, "first": first, "real": real, "head_index": heads, **gold}

    def label(self, sentence: Sentence, row: int, gold: dict[str, Tensor], heads: Tensor) -> None:
        for field, values in (
            ("upos", sentence.upos),
            ("xpos", sentence.xpos),
            ("lemma", sentence.lemma),
            ("names", sentence.names),
            ("rels", sentence.rels),
        ):
            for i, value in enumerate(values or ()):
                default = 0 if field == "lemma" else IGNORE
                gold[field][row, i + 1] = (
                    IGNORE if value == MASKED and field == "names" else self.index[field].get(value, default)
                )
        for i, head in enumerate(sentence.heads or ()):
            gold["heads"][row, i + 1] = heads[row, i + 1] = head


def loss_of(model: LanguageModel, b: dict[str, Tensor]) -> Tensor:
    x = model.drop(model.states(b["ids"], b["mask"], b["first"]).float())
    total = torch.zeros(())
    for field, weight in (("upos", 0.4), ("xpos", 0.4), ("lemma", 0.4), ("names", 1.0)):
        if (b[field] != IGNORE).any():
            total = total + weight * cross_entropy(
                model.tags[field](x).flatten(0, 1), b[field].flatten(), ignore_index=IGNORE
            )
    if (b["heads"] != IGNORE).any():
        arcs = model.arcs(x).masked_fill(~b["real"].unsqueeze(1), -1e9)
        total = total + cross_entropy(arcs.flatten(0, 1), b["heads"].flatten(), ignore_index=IGNORE)
        rels = model.rel_scores(x, b["head_index"])
        total = total + cross_entropy(rels.flatten(0, 1), b["rels"].flatten(), ignore_index=IGNORE)
    return total


@torch.no_grad()
def evaluate(model: LanguageModel, batcher: Batcher, sentences: list[Sentence]) -> dict[str, float]:
    """Greedy heads, gold tokens; LAS without relation subtypes, as the CoNLL 2018 script counts it."""
    model.eval()
    hits = dict.fromkeys(("upos", "xpos", "lemma", "uas", "las"), 0)
    words = 0
    main = torch.tensor(
        [[r.split(":")[0] for r in model.labels["rels"]].index(r.split(":")[0]) for r in model.labels["rels"]]
    )
    ordered = sorted(sentences, key=lambda s: len(s.words))
    for start in range(0, len(ordered), 64):
        b = batcher(ordered[start : start + 64])
        x = model.states(b["ids"], b["mask"], b["first"])
        heads = model.arcs(x).masked_fill(~b["real"].unsqueeze(1), -1e9).argmax(-1)
        rels = model.rel_scores(x, heads).argmax(-1)
        real = b["heads"] != IGNORE
        right = (heads == b["heads"]) & real
        words += int(real.sum())
        hits["uas"] += int(right.sum())
        hits["las"] += int((right & (main[rels] == main[b["rels"].clamp(min=0)])).sum())
        for field in ("upos", "xpos", "lemma"):
            hits[field] += int(((model.tags[field](x).argmax(-1) == b[field]) & real).sum())
    model.train()
    return {k: round(v / words, 4) for k, v in hits.items()}


def batches(sentences: list[Sentence]) -> list[list[Sentence]]:
    ordered = sorted(sentences, key=lambda s: len(s.words) + random.random() * 4)
    found = [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]
    random.shuffle(found)
    return found


def epoch_batches(treebank: list[Sentence], names: list[Sentence]) -> list[list[Sentence]]:
    mixed = batches(treebank) + batches(names)
    random.shuffle(mixed)
    return mixed


def save(path: Path, model: LanguageModel, **extra: Any) -> None:
    torch.save({"model": model.state_dict(), "labels": model.labels, **extra}, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebank", nargs="+", type=Path, required=True)
    parser.add_argument("--names", nargs="*", type=Path, default=[])
    parser.add_argument("--dev", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    treebank = [s for p in args.treebank for s in read_conllu(p) if 1 < len(s.words) <= MAX_WORDS]
    names = [s for p in args.names for s in read_gmb(p) if 1 < len(s.words) <= MAX_WORDS]
    dev = {p.name: read_conllu(p) for p in args.dev}
    labels = vocabularies(treebank)
    model, batcher = LanguageModel(labels), Batcher(labels)
    print(
        len(treebank),
        "treebank sentences,",
        len(names),
        "name sentences,",
        {k: len(v) for k, v in labels.items()},
        flush=True,
    )
    train(model, batcher, treebank, names, dev, args)


def train(
    model: LanguageModel,
    batcher: Batcher,
    treebank: list[Sentence],
    names: list[Sentence],
    dev: dict[str, list[Sentence]],
    args: argparse.Namespace,
) -> None:
    own = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    shared = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": shared, "lr": 2e-4}, {"params": own, "lr": 2e-3}], weight_decay=0.01)
    steps = args.epochs * (len(treebank) // BATCH + len(names) // BATCH + 2)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1, (s + 1) / (0.06 * steps)) * max(0.02, 1 - s / steps)
    )
    checkpoint, step, skip = args.out / "state.pt", 0, 0
    if args.resume and checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        step = skip = state["step"]
    began = time.time()
    model.train()
    for epoch in range(args.epochs):
        random.seed(args.seed + epoch)
        for batch in epoch_batches(treebank, names):
            if skip:
                skip -= 1
                continue
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(model, batcher(batch))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print(epoch, step, steps, round(loss.item(), 3), f"{time.time() - began:.0f} s", flush=True)
            if step % 200 == 0:
                save(checkpoint, model, optimizer=optimizer.state_dict(), schedule=schedule.state_dict(), step=step)
        for name, sentences in dev.items():
            print("epoch", epoch, name, evaluate(model, batcher, sentences), flush=True)
        save(args.out / f"epoch{epoch}.pt", model)
    save(args.out / "model.pt", model)


if __name__ == "__main__":
    main()

"""The event branch: the language model's embedded word pieces, six layers of its own, and heads for what a trigger means."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from transformers import AutoModel

from training.events.data import MODE_LABELS, STATUS, TYPES
from training.language_model import TRUNK_LAYERS, minilm

WIDTH, ATTENTION_HEADS, LOOK, ROLE = 384, 12, 128, 192
ROLES = ("none", "actor", "recipient")


class Block(nn.Module):
    """One BERT layer (Devlin et al. 2019) in plain operations, so that it exports as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm, self.final = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """X: (batch, pieces, width); MASK: (batch, pieces), 1 for real pieces."""

        def split(t: Tensor) -> Tensor:
            return t.reshape(t.size(0), t.size(1), ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = q @ k.transpose(2, 3) / (WIDTH // ATTENTION_HEADS) ** 0.5
        scores = scores + (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        mixed = (torch.softmax(scores, -1) @ v).transpose(1, 2).reshape(x.shape)
        x = self.norm(x + self.drop(self.out(mixed)))
        return self.final(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))

    def load(self, layer: nn.Module) -> None:
        """The weights of a transformers BertLayer."""
        weights = dict(layer.named_parameters())
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm": "attention.output.LayerNorm", "final": "output.LayerNorm",
            "up": "intermediate.dense", "down": "output.dense",
        }  # fmt: skip
        for own, theirs in names.items():
            for part in ("weight", "bias"):
                getattr(getattr(self, own), part).data.copy_(weights[f"{theirs}.{part}"].data)


class Trunk(nn.Module):
    """The embedded word pieces of the packaged language model, which the branch reads; never trained here."""

    def __init__(self, network: Path) -> None:
        super().__init__()
        found = {i.name: numpy_helper.to_array(i) for i in onnx.load(network).graph.initializer}
        prefix = "model.encoder.embeddings."
        for name in ("word", "position", "token_type"):
            key = f"{prefix}{name}_embeddings.weight"
            whole = found[key + "_quantized"].astype(np.float32) - found[key + "_zero_point"].astype(np.float32)
            self.register_buffer(name, torch.from_numpy(whole * found[key + "_scale"]), persistent=False)
        for name in ("weight", "bias"):
            self.register_buffer(name, torch.tensor(found[f"{prefix}LayerNorm.{name}"]), persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        """(batch, pieces, width)."""
        x = self.word[ids] + self.position[: ids.size(1)] + self.token_type[0]
        return nn.functional.layer_norm(x, (WIDTH,), self.weight, self.bias, 1e-12)


class Branch(nn.Module):
    """The branch's own layers, started from those of all-MiniLM-L6-v2."""

    def __init__(self) -> None:
        super().__init__()
        layers = AutoModel.from_pretrained(minilm()).encoder.layer[TRUNK_LAYERS:]
        self.blocks = nn.ModuleList(Block() for _ in layers)
        for block, layer in zip(self.blocks, layers, strict=True):
            block.load(layer)

    def forward(self, trunk: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """States at the first piece of each word, root position included: (batch, words + 1, width)."""
        for block in self.blocks:
            trunk = block(trunk, mask)
        return torch.gather(trunk, 1, first.unsqueeze(-1).expand(-1, -1, trunk.size(-1)))


class EventHeads(nn.Module):
    """What a trigger with its parties means, and where the trigger of two given parties stands.

    `type`, `mode`, `status` read trigger, actor, recipient and sentence. For a pair without a trigger the same reading is taken at
    the words that `look` points to: attention learnt from the marked triggers. `word`: the type that each word triggers by itself.
    `role`: for each word whether it names an actor or a recipient of the trigger.
    """

    def __init__(self) -> None:
        super().__init__()
        self.mix = nn.Sequential(
            nn.Dropout(0.1), nn.Linear(4 * WIDTH + 2, WIDTH), nn.GELU("tanh"), nn.Dropout(0.1)
        )  # fmt: skip
        self.event = nn.Linear(WIDTH, len(TYPES))
        self.mode = nn.Linear(WIDTH, len(MODE_LABELS))
        self.status = nn.Linear(WIDTH, len(STATUS))
        self.word = nn.Linear(WIDTH, len(TYPES))
        self.look_word, self.look_pair = nn.Linear(WIDTH, LOOK), nn.Linear(2 * WIDTH + 2, LOOK)
        self.look = nn.Linear(LOOK, 1)
        self.role_word, self.role_trigger = nn.Linear(WIDTH, ROLE), nn.Linear(WIDTH, ROLE)
        self.role = nn.Linear(ROLE, len(ROLES))

    def forward(self, x: Tensor, b: dict[str, Tensor]) -> dict[str, Tensor]:
        """Scores of every head. X: (sentences, words + 1, width) states; in B `real` marks their words, `owner` is the sentence of each
        example, and `t`, `a`, `r` mark each example's trigger, actors and recipients, `x` and `y` its two sides as a pair: (examples, words
        + 1)."""
        tags, x, words = self.word(x), x[b["owner"]], b["real"][b["owner"]]
        words[:, 0] = False
        whole, t, a, r, one, two = (pool(x, m) for m in (words, *(b[k] for k in "tarxy")))
        sides, pair_sides = (
            torch.cat([p, q, torch.stack([b[k].any(1), b[m].any(1)], -1).to(x.dtype)], -1)
            for p, q, k, m in ((a, r, "a", "r"), (one, two, "x", "y"))
        )
        look = self.look(torch.tanh(self.look_word(x) + self.look_pair(pair_sides).unsqueeze(1))).squeeze(-1)
        look = look.masked_fill(~words, -1e4)
        seen = (torch.softmax(look, -1).unsqueeze(-1) * x).sum(1)
        roles = self.role(torch.tanh(self.role_word(x) + self.role_trigger(t).unsqueeze(1)))
        h, p = self.mix(cat(t, sides, whole)), self.mix(cat(seen, pair_sides, whole))
        return {
            "type": self.event(h), "mode": self.mode(h), "status": self.status(h), "word": tags,
            "look": look, "role": roles, "pair": self.event(p), "pair_mode": self.mode(p), "pair_status": self.status(p),
        }  # fmt: skip


def cat(at: Tensor, sides: Tensor, whole: Tensor) -> Tensor:
    """What `mix` reads: trigger, actor, recipient, sentence, and which of the sides there are."""
    return torch.cat([at, sides[:, :-2], whole, sides[:, -2:]], -1)


def pool(x: Tensor, mask: Tensor) -> Tensor:
    """Mean of the states where MASK; zeros where it is empty."""
    weight = mask.to(x.dtype).unsqueeze(-1)
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1)

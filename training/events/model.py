"""The event branch: the shared encoder's lower layers, own upper layers, and heads for what a trigger with its parties means."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import AutoModel

from training.events.data import MODE_LABELS, STATUS, TYPES
from training.language_model import TRUNK_LAYERS, minilm

WIDTH, ATTENTION_HEADS = 384, 12


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


def mixer(parts: int) -> nn.Sequential:
    return nn.Sequential(nn.Dropout(0.1), nn.Linear(parts * WIDTH + 2, WIDTH), nn.GELU("tanh"), nn.Dropout(0.1))


class EventHeads(nn.Module):
    """`event`, `mode`, `status` of a trigger; `pair`: type of two given parties without a trigger."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk, self.pair_trunk = mixer(4), mixer(3)
        self.event = nn.Linear(WIDTH, len(TYPES))
        self.mode = nn.Linear(WIDTH, len(MODE_LABELS))
        self.status = nn.Linear(WIDTH, len(STATUS))
        self.pair = nn.Linear(WIDTH, len(TYPES))

    def forward(self, x: Tensor, real: Tensor, trigger: Tensor, actor: Tensor, recipient: Tensor) -> dict[str, Tensor]:
        """X: (batch, words + 1, width) states; the rest (batch, words + 1) masks. Scores of every head."""
        words = real.clone()
        words[:, 0] = False
        whole, t, a, r = (pool(x, m) for m in (words, trigger, actor, recipient))
        has = torch.stack([actor.any(1), recipient.any(1)], -1).to(x.dtype)
        h = self.trunk(torch.cat([t, a, r, whole, has], -1))
        p = self.pair_trunk(torch.cat([a, r, whole, has], -1))
        return {"type": self.event(h), "mode": self.mode(h), "status": self.status(h), "pair": self.pair(p)}


def pool(x: Tensor, mask: Tensor) -> Tensor:
    """Mean of the states where MASK; zeros where it is empty."""
    weight = mask.to(x.dtype).unsqueeze(-1)
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1)

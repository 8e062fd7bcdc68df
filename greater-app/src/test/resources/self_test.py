"""Writes the values that `greater doctor` holds the engine against: self_test.py OUT.json

Needs torch and transformers, in float32 on the CPU. The weights are those of org.greater4j.torch.session.RandomModel.selfTest: a function
of seed, name and place, so that they need no file.
"""
import json, math, sys
import torch
from transformers import LlamaConfig, LlamaForCausalLM

SEED, VOCABULARY, EMBEDDING, LAYERS, HEADS, KEY_VALUE_HEADS, HEAD_SIZE, FEED_FORWARD = 20261123, 256, 64, 3, 4, 2, 16, 112
MASK = (1 << 64) - 1
EMBEDDING_SCALE = 0.6
TEMPERATURE, FLUENCY_WEIGHT = 0.2, 0.2


def mix(number):
    mixed = number * 0x9E3779B97F4A7C15 & MASK
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & MASK
    return mixed ^ (mixed >> 31)


def java_hash(text):
    value = 0
    for letter in text:
        value = (31 * value + ord(letter)) & 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


def weights(name, rows, columns, scale):
    width = scale * math.sqrt(12)
    start = mix((SEED + 31 * java_hash(name)) & MASK)
    values = [width * ((mix((start + at) & MASK) >> 11) * 2.0**-53 - 0.5) for at in range(rows * columns)]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(rows, columns)


def model():
    config = LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=EMBEDDING, intermediate_size=FEED_FORWARD, num_hidden_layers=LAYERS,
        num_attention_heads=HEADS, num_key_value_heads=KEY_VALUE_HEADS, head_dim=HEAD_SIZE, rms_norm_eps=1e-5,
        rope_theta=10000.0, max_position_embeddings=256, tie_word_embeddings=False, attn_implementation="eager")
    made = LlamaForCausalLM(config).eval()
    names = {"self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
             "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            if parameter.dim() == 1:
                parameter.fill_(1)
                continue
            rows, columns = parameter.shape
            if name == "model.embed_tokens.weight":
                parameter.copy_(weights("token_embd.weight", rows, columns, EMBEDDING_SCALE))
            elif name == "lm_head.weight":
                parameter.copy_(weights("output.weight", rows, columns, EMBEDDING_SCALE))
            else:
                _, _, layer, part = name.removesuffix(".weight").split(".", 3)
                parameter.copy_(weights(f"blk.{layer}.{names[part]}.weight", rows, columns, 1 / math.sqrt(columns)))
    return made


def case(made, ids, prompt_start, prompt_length, answer_length, position, candidates):
    with torch.no_grad():
        logits = made(torch.tensor([ids])).logits[0]
        greedy, margin, text = [], math.inf, list(ids)
        for _ in range(24):
            row = made(torch.tensor([text])).logits[0, -1]
            best = torch.topk(row, 2)
            margin = min(margin, float(best.values[0] - best.values[1]))
            greedy.append(int(best.indices[0]))
            text.append(greedy[-1])
    table = made.get_input_embeddings().weight.detach()
    one_hot = torch.zeros(len(candidates))
    one_hot[candidates.index(ids[prompt_start + position])] = 1
    one_hot.requires_grad_(True)
    embedded = table[torch.tensor(ids)].clone()
    at = prompt_start + position
    embedded = torch.cat([embedded[:at], (one_hot @ table[torch.tensor(candidates)])[None], embedded[at + 1:]])
    scores = made(inputs_embeds=embedded[None]).logits[0]
    targets = torch.tensor(ids)
    answer = range(len(ids) - answer_length, len(ids))
    answer_loss = torch.stack([-torch.log_softmax(scores[t - 1] / TEMPERATURE, 0)[targets[t]] for t in answer]).mean()
    prompt = range(prompt_start, prompt_start + prompt_length)
    prompt_nll = torch.stack([-torch.log_softmax(scores[t - 1], 0)[targets[t]] for t in prompt]).mean()
    (answer_loss + FLUENCY_WEIGHT * prompt_nll).backward()
    return {
        "ids": ids, "last_logits": logits[-1].tolist(), "logits_row_5_first_32": logits[5, :32].tolist(), "greedy_24": greedy,
        "greedy_min_margin": margin, "prompt_start": prompt_start, "prompt_length": prompt_length,
        "answer_length": answer_length, "position": position, "candidates": candidates,
        "answer_loss_temperature_0_2": float(answer_loss), "prompt_nll": float(prompt_nll),
        "one_hot_gradient": one_hot.grad.tolist()}


def main():
    made = model()
    ids = [mix(at) % (VOCABULARY - 1) + 1 for at in range(41)]
    other = [mix(1000 + at) % (VOCABULARY - 1) + 1 for at in range(33)]
    cases = [
        case(made, ids, 11, 9, 2, 4, sorted({ids[15], 3, 17, 99, 140, 201, 254})),
        case(made, other, 7, 12, 1, 0, sorted({other[7], 8, 64, 128, 222})),
    ]
    with open(sys.argv[1], "w") as out:
        json.dump({"family": "self-test", "note": "computed by transformers in float32", "cases": cases}, out)
        out.write("\n")
    print([one["greedy_min_margin"] for one in cases])


main()

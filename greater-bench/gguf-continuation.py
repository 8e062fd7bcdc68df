"""Goes on with texts by transformers' own reading of a GGUF file: gguf-continuation.py FILE TEXT ...

What it prints is held against `greater-bench/measure ModelCheck MODEL '<bos>TEXT' DATA`. Needs torch, transformers, gguf and accelerate.
"""
import os
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

folder, name = os.path.split(sys.argv[1])
tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32)
for text in sys.argv[2:]:
    ids = [tokenizer.bos_token_id] + tokenizer.encode(text, add_special_tokens=False)
    with torch.no_grad():
        answer = model.generate(torch.tensor([ids]), max_new_tokens=12, do_sample=False)[0, len(ids):]
    print(text, ">>" + tokenizer.decode(answer))

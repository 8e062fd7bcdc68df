"""Writes what Jinja2 and SentencePiece themselves give for the cases below: generate.py OUT_DIR

Needs jinja2 and sentencepiece. The settings of Jinja are those that transformers uses for chat templates.
"""
import datetime, io, json, os, sys
import jinja2, jinja2.ext, jinja2.nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
import sentencepiece

OUT = sys.argv[1]


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_text"), [], [], body).set_lineno(line)

    def _text(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
env.filters["tojson"] = lambda x, ensure_ascii=False, indent=None, separators=None, sort_keys=False: json.dumps(
    x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)
env.globals["raise_exception"] = raise_exception
env.globals["strftime_now"] = lambda f: datetime.datetime(2025, 3, 7).strftime(f)

CHATS = [
    [dict(role="user", content="Is 7 prime? Think step by step.")],
    [dict(role="system", content="Be brief /no_think."), dict(role="user", content="  padded 'q' \"x\" \n")],
    [dict(role="user", content="ü🙂 {{ x }} {% if %}"), dict(role="assistant", content="<think>\nhm\n</think>\n\nYes."), dict(role="user", content="Why?")],
    [dict(role="user", content="a"), dict(role="user", content="b")],
]

# whole templates, each rendered over all chats, with and without the generation prompt
TEMPLATES = [
    """{%- set ns = namespace(open=true, last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.open and message.role == "user" and not(message.content.startswith('<t>') and message.content.endswith('</t>')) %}
        {%- set ns.open = false %}
        {%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- set content = message.content if message.content is string else '' %}
    {%- if message.role != 'assistant' %}
        {{- '[' + message.role + ']\\n' + content + '\\n' }}
    {%- else %}
        {%- set thought = '' %}
        {%- if message.thought is string %}
            {%- set thought = message.thought %}
        {%- elif '</think>' in content %}
            {%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last or thought %}
            {{- '[think]' ~ thought.strip('\\n') ~ '[/think]' }}
        {%- endif %}
        {%- generation %}
        {{- content }}
        {%- endgeneration %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '[assistant]\\n' }}
{%- endif %}
""",
    """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- set prefix = messages[0]['content'] + '

' -%}
    {%- set turns = messages[1:] -%}
{%- else -%}
    {%- set prefix = "" -%}
    {%- set turns = messages -%}
{%- endif -%}
{%- for message in turns -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("roles must alternate, found " ~ message['role'] ~ " at " ~ loop.index0) }}
    {%- endif -%}
    {%- set role = 'model' if message['role'] == 'assistant' else message['role'] -%}
    {{ '<start>' + role + '
' + (prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}{{ item['text'] | trim }}{%- endfor -%}
    {%- endif -%}
    {{ '<stop>
' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start>model
'}}
{%- endif -%}
""",
    """{# ── head ── #}
{% if tools is defined and tools %}tools{% endif %}
{%- if not date is defined %}
    {%- set date = strftime_now("%d %b %Y") %}
{%- endif %}
{%- macro turn(role, text='none', close=true) -%}
  <{{ role | upper }}>{{ text }}{% if close %}</{{ role }}>{% endif +%}
{% endmacro -%}
Today: {{ date }}, {{ strftime_now('%B %-d, %A %H:%M %j') }}
  {% for message in messages if message.role != 'system' %}
    {{ turn(message.role, message['content'] | trim, close=not loop.last) }}
    {%- if loop.last %} last of {{ loop.length }}{% endif %}

  {% else %}
    nobody
  {% endfor %}
  {#- tail -#}
  {{ eos_token if not add_generation_prompt }}

""",
    """{# a switch in the system message, a default for what is not given, a macro that calls itself #}
{%- set day = date_string if date_string is defined else strftime_now('%d %B %Y') -%}
{%- set thinking = enable_thinking | default(true) -%}
{%- if messages[0].role == 'system' -%}
    {%- set system = messages[0].content -%}
    {%- if '/no_think' in system -%}
        {%- set thinking = false -%}
        {%- set system = system.replace('/no_think', '').rstrip() -%}
    {%- endif -%}
    {%- set turns = messages[1:] -%}
{%- else -%}
    {%- set system = none -%}
    {%- set turns = messages -%}
{%- endif -%}
{%- macro outline(value, depth=0) -%}
    {%- if value is mapping -%}
        {%- for key, inner in value | dictsort %}
{{ '  ' * depth }}{{ key }}:{{ outline(inner, depth + 1) }}
        {%- endfor -%}
    {%- elif value is iterable and value is not string -%}
        {%- for inner in value %}
{{ '  ' * depth }}- {{ outline(inner, depth + 1) | trim }}
        {%- endfor -%}
    {%- else -%}
        {{- ' ' ~ value -}}
    {%- endif -%}
{%- endmacro -%}
{{ bos_token }}[day {{ day }}][{{ 'slow' if thinking else 'fast' }}]{{ system or 'no system' }}
{{ outline({'roles': turns | map(attribute='role') | list, 'count': turns | length}) }}
{% for turn in turns -%}
    {%- set ns = namespace(text=turn.content | trim) -%}
    {%- if turn.role == 'assistant' and not loop.last -%}
        {%- set ns.text = ns.text.split('</think>')[-1].lstrip() -%}
    {%- endif -%}
    {%- if turn.role not in ['user', 'assistant'] -%}
        {{- raise_exception('Role ' + turn.role + ' is not known') -}}
    {%- endif -%}
    <{{ turn['role'] }} {{ loop.index }}/{{ loop.length }}>{{ ns.text }}</{{ turn['role'] }}>
{% endfor -%}
{%- if add_generation_prompt -%}
    <assistant>{{ '' if thinking else '<think></think>' }}
{%- endif -%}
""",
    """{% set groups = messages | groupby('role') %}
{% for role, list in groups %}
{{ "%-10s|%3d" | format(role, list | length) }}
{% endfor %}
{% for row in range(1, 5) | batch(2, 0) %}{{ row | join(' + ') }} = {{ row | sum }}{{ '; ' if not loop.last }}{% endfor %}

{% with last = messages | last %}
{{ last.role.upper().center(12, '*') }}{{ last.content.split(maxsplit=2)[:2] | tojson }}
{% endwith %}
{% macro each(items) %}{% for item in items %}{{ caller(item) }}{% endfor %}{% endmacro %}
{% call(item) each(messages) %}({{ item.role[0] }}){% endcall %}
""",
]

# expressions, each rendered over the third chat
EXPRESSIONS = """
1 + 2 * 3 ** 2 - 7 // 2 % 4 | -7 // 2 | -7 % 3 | 7 / 2 | 2.50 | 1e3 | 1e20 | 0.1 + 0.2 | 3 * 'ab' | [1] * 2 | -3 | +4 | 2 ** -1
'a' ~ 1 ~ none ~ true | 'a' + "b" 'c' | "tab\\t nl\\n quote\\' \\"x\\" back\\\\ \\u00e9 \\x41 \\q"
1 < 2 < 3 | 1 < 3 < 2 | 1 == 1.0 | 'a' < 'b' | [1, 2] == [1, 2] | none == none | true == 1 | 1 in [1, 2] | 'x' not in 'abc' | 'role' in messages[0]
none or 'd' | '' or 0 or [] | 'a' and 'b' | not '' | not 1 == 2 | (1 if false) | (1 if true else 2) | 'a' if undefined_name else 'b'
[1, 'a', none, true, 1.5, [2], {'k': 'v'}] | {'a': 1, 'b': [none]} | (1, 2)[1] | [] | {} | ["it's", 'say "x"', 'nl\\n']
'abcdef'[1:3] | 'abcdef'[::-1] | 'abcdef'[-3:] | 'abcdef'[:-4] | 'abcdef'[::2] | 'abcdef'[4:1:-1] | 'abcdef'[10:] | 'abcdef'[-1] | messages[-1].role | messages[1:][0].role | 'ü🙂x'[1] | 'ü🙂x'[1:] | [1, 2, 3][5:0:-2]
undefined_name is defined | messages is defined | none is none | 'a' is string | 1 is number | true is number | 1.5 is float | 1 is integer | messages is iterable | messages[0] is mapping | messages is sequence | 3 is odd | 4 is even | 9 is divisibleby 3 | 1 is not none | 'A' is upper | 1 is eq 1 | 2 is gt 1 | 'a' is in ['a'] | true is true | undefined_name is undefined | true is boolean
undefined_name | messages[9] | messages[0].nothing | messages[0]['nothing'] | 'x'.nothing | undefined_name | default('d') | d(1)
' x '.strip() ~ '|' | 'xxaxx'.strip('x') | 'aab'.lstrip('a') | 'baa'.rstrip('a') | ' a  b '.split() | 'a,b,c'.split(',', 1) | 'a,b,c'.rsplit(',', 1) | 'a b c'.rsplit(none, 1) | 'abc'.replace('b', 'X') | 'aaa'.replace('a', 'b', 2) | 'abc'.find('c') | 'abcabc'.rfind('b') | 'abc'.find('z') | 'aXa'.count('a') | 'it is'.title() | 'hELLO'.capitalize() | 'Ab'.upper() ~ 'Ab'.lower() | 'abc'.startswith('ab') | 'abc'.endswith(('x', 'bc')) | ','.join(['a', 'b']) | 'a-b'.partition('-') | 'a-b-c'.rpartition('-') | '12'.isdigit() | 'ab'.isalpha() | 'abc'.removeprefix('a') | 'abc'.removesuffix('c') | 'a\\nb'.splitlines()
messages[0].get('role') | messages[0].get('x', 'none') | messages[0].get('x') | messages[0].items() | list | messages[0].keys() | list | messages[0].values() | list | length
' x ' | trim ~ '|' | 'ab' | upper | 'AB' | lower | 'ab cd' | capitalize | 'ab cd' | title | messages | length | 'ü🙂' | length | [3, 1, 2] | sort | [3, 1, 2] | sort(reverse=true) | ['b', 'A'] | sort | [1, 2] | first | [1, 2] | last | 'abc' | list | [1, 2, 1] | unique | list | [1, 2, 3] | sum | [1, 2, 3] | max | [3, 2] | min | 'abc' | reverse | [1, 2] | reverse | list
messages | map(attribute='role') | join(', ') | ['a', 'b'] | map('upper') | list | messages | selectattr('role', 'equalto', 'user') | list | length | messages | rejectattr('role', 'equalto', 'user') | map(attribute='role') | list | [1, 2, 3, 4] | select('odd') | list | [0, 1, '', 'a'] | select | list | [1, 2, 3] | reject('gt', 1) | list | messages | selectattr('content') | list | length | [[1, 'b'], [0, 'a']] | map('last') | list
{'b': 1, 'a': [1, none, true, 1.5, 'ü"\\n']} | tojson | {'b': {'c': [1, 2]}, 'e': []} | tojson(indent=2) | [1, 'x'] | tojson | 'a' | tojson | {'b': 1, 'a': 2} | dictsort | {'b': 1} | items | list
'42' | int + 1 | 'x' | int | '3.7' | int | 3.7 | int | '1.5' | float | -3 | abs | 5 | string ~ '!' | '%s is %d' | format('a', 3) | '%s-%s' % ('a', 'b') | 'a\\nb' | indent(2) | 'a\\n\\nb' | indent(2, true) | '<a & "b">' | escape | 'abc' | replace('b', 'X') | [1, [2, 3]] | join('-')
range(3) | list | range(1, 6, 2) | list | range(3, 0, -1) | list | dict(a=1).a | namespace(x=2).x | namespace({'y': 3}).y | -1 | abs | messages|length - 1 | not messages | 'a' if 'user' in messages[0].role and messages[0].content is string else 'b'
"""

STATEMENTS = [
    "{% for i in range(6) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}",
    "{% for x in [] %}x{% else %}none{% endfor %}{% for x in undefined_name %}x{% else %}none{% endfor %}",
    "{% for k, v in {'b': 1, 'a': 2}.items() %}{{ loop.index }}{{ k }}={{ v }}{{ ',' if not loop.last }}{% endfor %}",
    "{% for c in 'aü🙂' %}{{ loop.revindex }}{{ c }}{{ loop.revindex0 }}{% endfor %}{% for k in {'x': 1} %}{{ k }}{% endfor %}",
    "{% for a in [1, 2] %}{% for b in [3, 4] %}{{ loop.depth }}{{ loop.index }}{{ a }}{{ b }}{{ loop.cycle('x', 'y') }} {% endfor %}{{ loop.previtem is defined }}{{ loop.nextitem | default('-') }}{% endfor %}",
    "{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 3 %}{% endif %}{{ x }}",
    "{% set a, b = [1, 2] %}{{ a }}{{ b }}{% set t %} some {{ a }} {% endset %}[{{ t }}]{% set u | upper | trim %} low {% endset %}[{{ u }}]",
    "{% set ns = namespace() %}{% set ns.n = 0 %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
    "{% filter upper %}a{{ 'b' }}{% endfilter %}{% macro m(a, b=a ~ '!') %}({{ a }}{{ b }}){% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m(b=3, a=4) }}{{ m() }}",
    "a\n  {% if true %}\n  b\n  {% endif %}\n  c {% if true %} d{% endif %}\n\n{#- x -#}\n e {# y #}\n f\n",
    "  {%+ if true %} a{% endif +%}\n b {{- ' c ' -}} \n d {%- if true -%} \n e {%- endif -%} \n{{ '}}' }}{{ '%}' }} {{ {'a': {'b': 1}}.a.b }}\n",
    "{% raw %} {{ x }} {% y %} {% endraw %}\nz{%- raw -%} \n q {%- endraw -%} \n w",
    "\r\nwindows\r\n{% if true %}\r\nline{% endif %}\r\n\r\n",
    "{ {{ '{' }} {{- '{' }} %} }} # {",
    "{% if false %}a{% elif none %}b{% elif 1 %}c{% else %}d{% endif %}{% if undefined_name %}e{% else %}f{% endif %}",
    "{{ messages.role }}{{ messages.0.role }}{{ 1, 2 }}{{ [1, 2,] }}{{ {'a': 1,} }}",
    # errors
    "{{ raise_exception('no ' ~ messages[0].role) }}",
    "{{ undefined_name.x }}",
    "{{ 'a' + 1 }}",
    "{{ undefined_name + 'a' }}",
    "{{ 1 / 0 }}",
    "{{ [].append(1) }}",
    "{{ none() }}",
    "{% for x in 5 %}{% endfor %}",
    "{% for a, b in [[1, 2, 3]] %}{% endfor %}",
    "{{ range(10 ** 9) | list | length }}",
    "{{ messages.__class__.__mro__ }}{{ ''.__class__.__subclasses__() }}",
    "{% if %}x{% endif %}",
    "{% for x in y %}",
    "{{ 'open }}",
    "{{ 1 + }}",
    "{{ x | nofilter }}",
    "{{ x is notest }}",
    "{% unknown %}",
    "{{ (1 }}",
    "{# open",
    "{% include 'x' %}",
]


def split(line):
    """Cases are put apart by ' | ' at the top only where what follows is no filter; so every prefix is a case."""
    parts = line.split(" | ")
    return [" | ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, min(i + 4, len(parts)) + 1)]


def render(template, **variables):
    try:
        return dict(rendered=env.from_string(template).render(
            bos_token="<s>", eos_token="</s>", tools=None, documents=None, **variables))
    except Exception as e:
        return dict(error=type(e).__name__ + ": " + str(e))


cases = []
for template in TEMPLATES:
    for chat in CHATS:
        for prompt in (True, False):
            cases.append(dict(template=template, messages=chat, add_generation_prompt=prompt, **render(template, messages=chat, add_generation_prompt=prompt)))
features = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "jinja_features.txt"), encoding="utf-8").read().split("\n")
singles = [s for s in STATEMENTS] + [line for line in features if line and not line.startswith("##")]
for line in EXPRESSIONS.strip().split("\n"):
    for expression in split(line):
        template = "{{ " + expression + " }}"
        result = render(template, messages=CHATS[2], add_generation_prompt=True)
        # a part that begins in the middle of a chain of filters is no case of ours
        if "rendered" in result and " object " not in result["rendered"] and not result["rendered"].startswith(("dict_", "range(")):
            singles.append(template)
for template in dict.fromkeys(singles):
    cases.append(dict(template=template, messages=CHATS[2], add_generation_prompt=True, **render(template, messages=CHATS[2], add_generation_prompt=True)))
json.dump(cases, open(os.path.join(OUT, "jinja.json"), "w"), ensure_ascii=False, indent=0)
print(len(cases), "templates,", sum("error" in c for c in cases), "errors")

# A SentencePiece vocabulary with scores and bytes, and what SentencePiece makes of texts
WORDS = "the model reads a question and thinks about it step by step then it gives an answer which is either right or wrong".split()
TEXT = [" ".join(WORDS[(i * 7 + j * j) % len(WORDS)] for j in range(12)) + "." for i in range(400)]
for name, prefix in (("sentencepiece_prefix", True), ("sentencepiece_plain", False)):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT), model_writer=model, model_type="bpe", vocab_size=380, byte_fallback=True,
        add_dummy_prefix=prefix, remove_extra_whitespaces=False, normalization_rule_name="identity",
        control_symbols=["<turn>", "</turn>"], user_defined_symbols=["<tool>"], minloglevel=2)
    sp = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    kinds = [2 if sp.is_unknown(i) else 6 if sp.is_byte(i) else 5 if sp.is_unused(i) else 3 if sp.is_control(i)
             else 4 if sp.id_to_piece(i) == "<tool>" else 1 for i in range(len(sp))]
    texts = ["the model", " the model", "a", "  two  spaces ", "answer.\nright", "questions and answers", "über 🙂 1+1=2",
             "gives<tool>an answer", "wrongrightwrong", "Step by step. ", "\n", "which is either"] + TEXT[:20]
    json.dump(dict(pieces=[sp.id_to_piece(i) for i in range(len(sp))], scores=[sp.get_score(i) for i in range(len(sp))], types=kinds,
                   add_space_prefix=prefix, encode=[dict(text=t, ids=sp.encode(t)) for t in texts]),
              open(os.path.join(OUT, name + ".json"), "w"), ensure_ascii=False, indent=0)
    print(name, len(sp), sp.encode(" the model", out_type=str))

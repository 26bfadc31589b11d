"""What a program gives by mistake is answered with an error of its own, not with a fault."""

from __future__ import annotations

from playwright.sync_api import Page

WRONG = """async () => {
  const { cutOut } = await import(new URL('offcut.js', location.href).href);
  const { data } = new ImageData(2, 2);
  const small = new ImageData(2, 2);
  const gone = new ImageData(2, 2);
  structuredClone(gone.data.buffer, { transfer: [gone.data.buffer] });
  const calls = {
    'a name that is a symbol': [small, { name: Symbol('cat') }],
    'a side of 0': [small, { side: 0 }],
    'a side that is no number': [small, { side: NaN }],
    'strokes that are a text': [small, { strokes: 'abc' }],
    'a mask that is no Blob': [small, { mask: { arrayBuffer: 1 } }],
    'a key called __proto__': [small, { output: JSON.parse('{"__proto__": 1}') }],
    'a background that is a function': [small, { output: { background: () => 1 } }],
    'a quality that is a symbol': [small, { output: { quality: Symbol('good') } }],
    'pixels that were handed on': [gone, {}],
  };
  try {
    calls['pixels of 16 bits'] = [new ImageData(2, 2, { pixelFormat: 'rgba-float16' }), {}];
  } catch {} // older browsers have none
  const said = {};
  for (const [what, [source, options]] of Object.entries(calls)) {
    said[what] = await cutOut(source, options).then(() => '', (error) => error.name);
  }
  return said;
}"""


def test_each_mistake_is_called_one(shared_page: Page) -> None:
    said = shared_page.evaluate(WRONG)
    assert said.pop("pixels of 16 bits", "SourceError") == "SourceError"
    assert said.pop("pixels that were handed on") == "SourceError"
    assert said.keys() >= {"a side of 0", "a quality that is a symbol"}
    assert {what: name for what, name in said.items() if name != "InvalidOptionError"} == {}

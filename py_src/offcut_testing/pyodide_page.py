"""Pyodide with Offcut's package in the page itself, without workers."""

from __future__ import annotations

START = """
async () => {
  const source = await (await fetch('offcut.js')).text();
  const engine = new URL(source.match(/'(.*engine)/)[1], location.href);
  const base = new URL('../build-info.js', engine + '/');
  const info = (await import(base)).default;
  const runtime = new URL(info.runtime, base).href;
  const { loadPyodide } = await import(runtime + 'pyodide.mjs');
  const packages = ['numpy', 'pillow', 'micropip'];
  const lockFileURL = runtime + 'pyodide-lock.json';
  const options = { indexURL: runtime, packageBaseUrl: runtime, lockFileURL, packages };
  globalThis.pyodide = await loadPyodide(options);
  await pyodide.pyimport('micropip').install(new URL(info.wheel, base).href);
}
"""

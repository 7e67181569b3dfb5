// node check.mjs MODULE.wasm REQUEST…: what is wrong with each request, by the same types and rules as in Rust.
import { readFile } from "node:fs/promises";

const [module, ...requests] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(await readFile(module));
const { memory, reserve, check, answer } = instance.exports;

for (const request of requests) {
  const body = await readFile(request);
  const place = reserve(body.length);
  new Uint8Array(memory.buffer, place, body.length).set(body);
  const length = check();
  const said = new TextDecoder().decode(new Uint8Array(memory.buffer, answer(), length));
  console.log(`${request}: ${said}`);
}

// Runs a load test as k6 would, without a network: `k6` and `k6/http` stand beside it in node_modules.
// node script.mjs LOAD_TEST_JS CYCLES NAME=VALUE…
// Prints the options and how often each endpoint was asked.
import { pathToFileURL } from 'node:url';

const [module, cycles, ...settings] = process.argv.slice(2);
globalThis.__ENV = Object.fromEntries(settings.map((setting) => setting.split('=')));
globalThis.asked = [];
const script = await import(pathToFileURL(module));
for (let cycle = 0; cycle < Number(cycles); cycle += 1) script.default();
const counts = {};
for (const { tags } of globalThis.asked) counts[tags.name] = (counts[tags.name] || 0) + 1;
const urls = [...new Set(globalThis.asked.map(({ method, url }) => `${method} ${url}`))];
console.log(JSON.stringify({ options: script.options, counts, urls, summary: typeof script.handleSummary }));

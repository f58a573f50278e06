// Runs perfreport.js on options of three kinds and on a recorded summary.
// node helper.mjs PERFREPORT_JS RECORDED_SUMMARY OUTPUT_FOLDER
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [module, recorded, folder] = process.argv.slice(2);
const { handleSummary, requestParams, withPerfreport } = await import(pathToFileURL(module));
const data = JSON.parse(readFileSync(recorded, 'utf8'));

// What the script of the recording asked k6 for by hand, the helper asks for as well.
const metrics = Object.keys(data.metrics).filter((name) => name.includes('scenario:measure'));
const endpoints = [...new Set(metrics.map((name) => /name:(.*),scenario/.exec(name)?.[1]).filter(Boolean))];
assert.equal(endpoints.length, 8);
const given = {
  scenarios: { warmup: { executor: 'constant-vus' }, measure: { executor: 'constant-vus' } },
  thresholds: { 'http_req_duration{scenario:measure}': ['p(95)<500'], checks: ['rate>0.9'] },
  summaryTrendStats: ['med', 'p(99)'],
  systemTags: ['url', 'status'],
};
const before = JSON.stringify(given);
const options = withPerfreport(given, { endpoints, intended: { 'POST /api/orders': [409], '*': [404, 422] } });
assert.equal(JSON.stringify(given), before, 'the given options stay as they are');
assert.deepEqual(metrics.filter((name) => !(name in options.thresholds)), [], 'what the recording has');
assert.deepEqual(options.thresholds['http_req_duration{scenario:measure}'], ['p(95)<500']);
assert.deepEqual(options.thresholds.checks, ['rate>0.9']);
assert.deepEqual(options.thresholds['http_reqs{status:409,name:POST /api/orders,scenario:measure}'], ['count>=0']);
assert.ok('http_reqs{status:404,name:GET /api/orders,scenario:measure}' in options.thresholds);
assert.ok(!('http_reqs{status:409,name:GET /api/orders,scenario:measure}' in options.thresholds));
assert.ok(!Object.keys(options.thresholds).some((name) => name.includes('warmup')));
assert.deepEqual(options.summaryTrendStats, ['med', 'p(99)', 'count']);
for (const tag of ['url', 'name', 'status', 'scenario']) assert.ok(options.systemTags.includes(tag), tag);
assert.deepEqual(options.scenarios, given.scenarios);

// Without scenarios the whole test is measured; several that are all measured are kept together.
for (const scenarios of [undefined, { browse: {}, buy: {} }]) {
  const { thresholds } = withPerfreport({ scenarios }, { endpoints: ['GET /'] });
  assert.ok('http_reqs' in thresholds && 'http_req_failed{name:GET /}' in thresholds, JSON.stringify(thresholds));
  assert.ok(!Object.keys(thresholds).some((name) => name.includes('scenario')));
}
const two = withPerfreport({ scenarios: { warm_up: {}, a: {}, b: {} } }, { endpoints: ['x'] }).thresholds;
assert.ok('http_reqs{name:x,scenario:a}' in two && 'http_reqs{name:x,scenario:b}' in two);
assert.equal(withPerfreport({}).systemTags, undefined, 'k6 has its own default');
assert.ok(withPerfreport({}).summaryTrendStats.includes('p(95)'));

assert.throws(() => withPerfreport({ scenarios: { a: {} } }, { scenarios: ['b'] }), /"b" is not among/);
assert.throws(() => withPerfreport({}, { endpoints: ['GET /a,b'] }), /commas/);

// k6's own function, as far as it is used: what was asked for comes out again.
const calls = [];
const http = { expectedStatuses: (...statuses) => statuses, setResponseCallback: (callback) => calls.push(callback) };
const params = requestParams(http, { 'POST /api/orders': [409], '*': [404] });
const redirects = { min: 200, max: 399 };
assert.deepEqual(calls, [[redirects, 404]]);
assert.deepEqual(params('POST /api/orders', { tags: { user: 'new' }, timeout: '2s' }), {
  tags: { user: 'new', name: 'POST /api/orders' },
  timeout: '2s',
  responseCallback: [redirects, 404, 409],
});
assert.deepEqual(params('GET /api/orders'), { tags: { name: 'GET /api/orders' } });

// The summary is kept as it was, but for what setup() returned.
const files = handleSummary({ ...data, setup_data: { token: 'secret' } });
assert.deepEqual(Object.keys(files), ['summary.json', 'stdout']);
assert.deepEqual(JSON.parse(files['summary.json']), data);
assert.match(files.stdout, /requests +19929\n/);
assert.match(files.stdout, /p\(95\) +43\.9 ms\n/);
assert.doesNotMatch(files.stdout, /crossed/);
const crossed = { http_reqs: { values: { count: 1 }, thresholds: { 'count>5': { ok: false } } } };
assert.match(handleSummary({ metrics: crossed }).stdout, /crossed +http_reqs: count>5\n/);
globalThis.__ENV = { PERFREPORT_SUMMARY: 'run/summary.json' };
assert.deepEqual(Object.keys(handleSummary({})), ['run/summary.json', 'stdout'], 'a shape without metrics is kept as well');
writeFileSync(join(folder, 'summary.json'), files['summary.json']);

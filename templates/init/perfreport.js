// Helpers for k6 scripts whose results perfreport reads. A plain ES module that imports nothing: k6 0.40 to 2.x.
//
{% if run %}
// The names are proposals from {{ run }}. In a script:
{% else %}
// In a script:
{% endif %}
//
//   import http from 'k6/http';
//   import { handleSummary, requestParams, withPerfreport } from './perfreport.js';
//
//   export { handleSummary };
//
//   const intended = { // 4xx that are answers and no errors
{% for rule in intended %}
//     {{ rule.endpoint }}: [{{ rule.statuses }}],
{% endfor %}
{% if not run %}
//     "POST /api/orders": [409],
{% endif %}
//   };
//   export const options = withPerfreport({ vus: 10, duration: '1m' }, {
//     intended,
//     endpoints: [
{% for endpoint in endpoints %}
//       {{ endpoint.name }},
{% endfor %}
//     ],
//   });
//   const params = requestParams(http, intended);
//
//   export default function () { // the name in each request
//     http.get('http://localhost:8080/api/products/17', params('GET /api/products/{id}'));
//   }

// k6's own, and what perfreport compares with: p(99), and how many requests stand behind a figure.
const TREND_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];
const NEEDED_STATS = ['p(99)', 'count'];
// Without these tags k6 cannot tell endpoints, outcomes and the warm-up apart.
const NEEDED_TAGS = ['name', 'method', 'status', 'error_code', 'expected_response', 'scenario'];
// Statuses that a summary counts for each endpoint. 0 is "no answer": timeout, refused, reset.
const FAILURES = [0, 500, 502, 503, 504];
// Statuses that it counts for the whole run besides.
const REFUSALS = [400, 401, 403, 404, 408, 409, 422, 429];

// Returns k6 options whose end-of-test summary tells endpoints, statuses and the warm-up apart. What `options` holds stays.
//
// endpoints  names, as in the `name` tag of the requests: ['GET /api/products/{id}']
// scenarios  what is measured. By default every scenario but those named like a warm-up
// intended   4xx that are answers and no errors: [404] for every endpoint, or { 'POST /api/orders': [409], '*': [404] }
export function withPerfreport(options, { endpoints = [], scenarios, intended = [] } = {}) {
  const statuses = byEndpoint(intended);
  const thresholds = Object.assign({}, options.thresholds);
  // k6 keeps figures of a part only where a threshold names it. These thresholds always hold.
  const keep = (metric, tags, expression) => {
    const selector = Object.entries(tags).map(([key, value]) => `${key}:${value}`).join(',');
    const name = selector ? `${metric}{${selector}}` : metric;
    if (!thresholds[name]) thresholds[name] = [expression];
  };
  const keepAll = (tags, counted) => {
    keep('http_req_duration', tags, 'max>=0');
    keep('http_req_failed', tags, 'rate<=1');
    keep('http_reqs', tags, 'count>=0');
    for (const status of unique(counted).sort((a, b) => a - b)) {
      keep('http_reqs', Object.assign({ status }, tags), 'count>=0');
    }
  };

  for (const part of measuredParts(options.scenarios, scenarios)) {
    const all = [].concat(...Object.values(statuses));
    keepAll(part, FAILURES.concat(REFUSALS, all));
    for (const name of endpoints) {
      if (/[,"']|^\s|\s$/.test(name)) {
        throw new Error(`endpoint ${JSON.stringify(name)}: k6 cannot select a name with commas, quotes or outer spaces`);
      }
      keepAll(Object.assign({ name }, part), FAILURES.concat(statuses[name] || [], statuses['*'] || []));
    }
  }

  const result = Object.assign({}, options, {
    thresholds,
    summaryTrendStats: unique((options.summaryTrendStats || TREND_STATS).concat(NEEDED_STATS)),
  });
  if (options.systemTags) result.systemTags = unique(options.systemTags.concat(NEEDED_TAGS));
  return result;
}

// Tells k6 which statuses are expected, and returns a function that makes the parameters of a request: its endpoint's name
// and statuses, and what else you give. Call it once, outside of functions.
//
// http      the module 'k6/http'
// intended  as in withPerfreport
export function requestParams(http, intended = []) {
  const statuses = byEndpoint(intended);
  const expected = (own) => http.expectedStatuses({ min: 200, max: 399 }, ...unique((statuses['*'] || []).concat(own)));
  http.setResponseCallback(expected([]));
  const callbacks = {};
  for (const name of Object.keys(statuses)) callbacks[name] = expected(statuses[name]);
  return (name, params = {}) => {
    const made = Object.assign({}, params, { tags: Object.assign({}, params.tags, { name }) });
    if (callbacks[name] && !made.responseCallback) made.responseCallback = callbacks[name];
    return made;
  };
}

// Keeps the end-of-test summary in a file for perfreport: summary.json, or what PERFREPORT_SUMMARY names. Data of setup() may
// hold credentials and are left out. A handleSummary replaces k6's own text, so that a short one is printed here.
export function handleSummary(data) {
  const file = (typeof __ENV !== 'undefined' && __ENV.PERFREPORT_SUMMARY) || 'summary.json';
  const kept = Object.assign({}, data);
  delete kept.setup_data;
  return { [file]: JSON.stringify(kept), stdout: summaryText(data.metrics || {}, file) };
}

function summaryText(metrics, file) {
  const lines = [];
  const values = (name) => (metrics[name] || {}).values;
  const [requests, failed, latency] = ['http_reqs', 'http_req_failed', 'http_req_duration'].map(values);
  if (requests) lines.push(`requests    ${requests.count}`);
  if (failed) lines.push(`failed      ${(100 * failed.rate).toFixed(2)} %`);
  if (latency && latency['p(95)'] !== undefined) lines.push(`p(95)       ${latency['p(95)'].toFixed(1)} ms`);
  for (const [name, metric] of Object.entries(metrics)) {
    for (const [expression, { ok }] of Object.entries(metric.thresholds || {})) {
      if (!ok) lines.push(`crossed     ${name}: ${expression}`);
    }
  }
  lines.push(`summary     ${file}`);
  return `\n${lines.join('\n')}\n`;
}

// What tags select the measured part of a test: one object for each selection, {} for the whole test.
function measuredParts(all, asked) {
  const names = Object.keys(all || {});
  for (const name of asked || []) {
    if (!names.includes(name)) throw new Error(`scenario ${JSON.stringify(name)} is not among options.scenarios`);
  }
  const measured = asked || names.filter((name) => !isWarmUp(name));
  // Percentiles of several scenarios cannot be added up: where all of them are measured, they are kept together.
  return measured.length === names.length && names.length !== 1 ? [{}] : measured.map((scenario) => ({ scenario }));
}

// The same rule as perfreport's.
function isWarmUp(name) {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return letters.includes('warmup') || letters.includes('warmingup') || name.toLowerCase().split(/[^a-z0-9]+/).includes('warming');
}

function byEndpoint(intended) {
  return Array.isArray(intended) ? { '*': intended } : intended;
}

function unique(list) {
  return Array.from(new Set(list));
}

// A load test that tells a change from noise: a warm-up that is not judged, then a measurement in which every user goes
// through all endpoints and comes back to the hot spots.
{% if run %}
// Endpoints, hot spots and intended statuses are proposals from {{ run }}: check them.
{% endif %}
//
//   k6 run --out json=points.json.gz load-test.js
//   perfreport check points.json.gz
//
// Settings, as in `k6 run -e VUS=20 load-test.js`:
//
//   BASE_URL     what is tested [http://localhost:8080]
//   MODEL        closed: VUS users, each waits for its answers; open: RATE cycles a second, whatever the answers do [closed]
//   VUS, RATE    how much load [10 users; 5 cycles a second]
//   WARM_UP      how long is not judged [30s]
//   DURATION     how long is [2m]
//   THINK_TIME   seconds that a user waits after a cycle, in the closed model [0.5]
//   IDS          ids in paths are 1 to this number [100]
{% for name in probabilities %}
//   {{ name }}   share of the cycles that write [0.1]
{% endfor %}
//
// Compare runs of the same settings only.
import http from 'k6/http';
import { sleep } from 'k6';
import { handleSummary, requestParams, withPerfreport } from './perfreport.js';

export { handleSummary };

const BASE_URL = __ENV.BASE_URL || 'http://localhost:8080';
const MODEL = __ENV.MODEL || 'closed';
const VUS = number('VUS', 10);
const RATE = number('RATE', 5);
const WARM_UP = __ENV.WARM_UP || '30s';
const DURATION = __ENV.DURATION || '2m';
const THINK_TIME = number('THINK_TIME', 0.5);
const IDS = number('IDS', 100);

// In each cycle every endpoint is asked once: one that writes with its probability, a hot one `hot` times more.
const endpoints = [
{% for endpoint in endpoints %}
  {
    name: {{ endpoint.name }},
    method: {{ endpoint.method }},
    path: {{ endpoint.path }},{% if endpoint.remark %} // {{ endpoint.remark }}{% endif %}

{% if endpoint.hot %}
    hot: 2,
{% endif %}
{% if endpoint.probability %}
    probability: number('{{ endpoint.probability }}', 0.1),
    body: {}, // what the service expects
{% endif %}
  },
{% endfor %}
];

// 4xx that are answers and no errors, such as 'POST /api/orders': [409].
const intended = {
{% for rule in intended %}
  {{ rule.endpoint }}: [{{ rule.statuses }}],
{% endfor %}
};

export const options = withPerfreport(
  {
    scenarios: {
      warmup: Object.assign(load(WARM_UP), { gracefulStop: '0s' }),
      measure: Object.assign(load(DURATION), { startTime: WARM_UP }),
    },
  },
  { endpoints: endpoints.map((endpoint) => endpoint.name), scenarios: ['measure'], intended },
);

const params = requestParams(http, intended);

export default function () {
  for (const endpoint of endpoints) {
    if (endpoint.probability === undefined || Math.random() < endpoint.probability) ask(endpoint);
  }
  for (const endpoint of endpoints) {
    for (let more = endpoint.hot || 0; more > 0; more -= 1) ask(endpoint);
  }
  if (MODEL === 'closed') sleep(THINK_TIME);
}

function ask({ name, method, path, body }) {
  const url = BASE_URL + path.replace(/\{[^/}]*\}/g, () => String(1 + Math.floor(Math.random() * IDS)));
  if (body === undefined) {
    http.request(method, url, null, params(name));
  } else {
    http.request(method, url, JSON.stringify(body), params(name, { headers: { 'Content-Type': 'application/json' } }));
  }
}

function load(duration) {
  if (MODEL === 'closed') return { executor: 'constant-vus', vus: VUS, duration };
  if (MODEL === 'open') {
    return { executor: 'constant-arrival-rate', rate: RATE, timeUnit: '1s', duration, preAllocatedVUs: VUS, maxVUs: 10 * VUS };
  }
  throw new Error(`MODEL is ${MODEL}: expected closed or open`);
}

function number(name, otherwise) {
  const value = Number(__ENV[name] || otherwise);
  if (!(value >= 0)) throw new Error(`${name} is ${__ENV[name]}: expected a number`);
  return value;
}

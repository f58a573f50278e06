// What k6/http offers, as far as a load test of ours uses it: requests are written down.
function request(method, url, body, params) {
  globalThis.asked.push({ method, url, body, ...params });
}

export default {
  request,
  expectedStatuses: (...statuses) => statuses,
  setResponseCallback() {},
};

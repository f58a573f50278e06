// A small shop: its orders are in PostgreSQL, behind a pool of POOL connections, and are counted in Redis. It publishes the
// pool by the names of OpenTelemetry's semantic conventions, and its requests and its runtime by those of prom-client.
"use strict";

const http = require("node:http");
const net = require("node:net");
const { Pool } = require("pg");
const client = require("prom-client");

const { POOL, PORT, POSTGRES, REDIS } = process.env;
const pool = new Pool({ host: "127.0.0.1", port: Number(POSTGRES), user: "shop", database: "postgres", max: Number(POOL) });
const redis = net.connect(Number(REDIS), "127.0.0.1");
redis.resume();

client.collectDefaultMetrics();
const named = { db_client_connection_pool_name: "shop" };
const gauge = (name, figures, ...labels) =>
  new client.Gauge({
    name,
    help: name,
    labelNames: ["db_client_connection_pool_name", ...labels],
    collect() {
      for (const [own, value] of figures()) this.set({ ...named, ...own }, value);
    },
  });
const state = (name) => ({ db_client_connection_state: name });
gauge(
  "db_client_connection_count",
  () => [[state("used"), pool.totalCount - pool.idleCount], [state("idle"), pool.idleCount]],
  "db_client_connection_state",
);
gauge("db_client_connection_pending_requests", () => [[{}, pool.waitingCount]]);
gauge("db_client_connection_max", () => [[{}, pool.options.max]]);
const duration = new client.Histogram({
  name: "http_request_duration_seconds",
  help: "requests",
  labelNames: ["method", "route", "status_code"],
  buckets: [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6],
});

const routes = {
  "/metrics": () => client.register.metrics(),
  "/orders": async () => {
    redis.write("INCR orders\r\n");
    const { rows } = await pool.query("select pg_sleep(0.02), count(*) as tables from pg_class");
    return `${rows[0].tables} tables\n`;
  },
};

http
  .createServer(async (request, response) => {
    const end = duration.startTimer({ method: request.method });
    const route = routes[request.url];
    let [status, body] = [404, "no such page\n"];
    try {
      if (route) [status, body] = [200, await route()];
    } catch (error) {
      [status, body] = [500, `${error}\n`];
    }
    if (request.url === "/orders") end({ route: request.url, status_code: status });
    response.writeHead(status, { "Content-Type": "text/plain", "Content-Length": Buffer.byteLength(body) });
    response.end(body);
  })
  .listen(Number(PORT), "127.0.0.1");

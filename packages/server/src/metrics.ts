import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The server's measurements, in Prometheus text at `/metrics`. */
export interface Metrics {
  readonly registry: Registry;
  /** Seconds of each answered request, by route, method and status. */
  readonly requestSeconds: Histogram;
  /** Seconds an engine took for an answer, by engine and question. */
  readonly answerSeconds: Histogram;
  readonly requestsInFlight: Gauge;
  /** Unix seconds of the current snapshot's as-of. */
  readonly snapshotAsOf: Gauge;
  readonly errors: Counter;
}

const BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** New, empty measurements in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'silhouette_' });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'silhouette_http_request_seconds',
      help: 'Time of a request, by route, method and status.',
      labelNames: ['route', 'method', 'status'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    answerSeconds: new Histogram({
      name: 'silhouette_answer_seconds',
      help: 'Time an engine took for an answer, by engine and question.',
      labelNames: ['engine', 'question'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    requestsInFlight: new Gauge({ name: 'silhouette_http_requests_in_flight', help: 'Requests being answered.', registers }),
    snapshotAsOf: new Gauge({
      name: 'silhouette_snapshot_as_of_seconds',
      help: 'As-of of the current snapshot, Unix seconds.',
      registers,
    }),
    errors: new Counter({
      name: 'silhouette_errors_total',
      help: 'Requests answered with an error, by code.',
      labelNames: ['code'],
      registers,
    }),
  };
}

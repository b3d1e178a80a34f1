import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics of this process. Every one carries a sentence that says what a person reads from it. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    // A tick each 10 ms, the library's default, would be felt in an idle service.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 200 });
  }

  counter<L extends string>(name: string, sentence: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help: sentence, labelNames, registers: [this.registry] });
  }

  /** `read`, when given, is asked at every scrape. */
  gauge<L extends string>(
    name: string,
    sentence: string,
    labelNames: readonly L[] = [],
    read?: () => number,
  ): Gauge<L> {
    const collect = read === undefined ? {} : { collect: function (this: Gauge<L>) { this.set(read()); } }; // prettier-ignore
    return new Gauge({ name, help: sentence, labelNames, registers: [this.registry], ...collect });
  }

  /** `buckets` in the unit that the name ends with (seconds, by custom). */
  histogram<L extends string>(
    name: string,
    sentence: string,
    labelNames: readonly L[],
    buckets: number[],
  ): Histogram<L> {
    return new Histogram({ name, help: sentence, labelNames, buckets, registers: [this.registry] });
  }
}

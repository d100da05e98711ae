import type { Label } from '../catalog/catalog.ts';
import type { TimeZone } from '../time/time-zone.ts';

/** What a test compares: how its values are written. */
export interface TestedValue {
  readonly unit: string | null;
  readonly values: ReadonlyMap<string, Label>;
  readonly zone: TimeZone;
}

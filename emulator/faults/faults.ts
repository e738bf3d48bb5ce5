import { checkFaultRule, type FaultEffects, type FaultHandle, type FaultRule, type FaultSubject } from './fault-rule';

class ActiveFault implements FaultHandle {
  hits = 0;
  private met = 0;

  constructor(
    readonly id: string,
    readonly rule: FaultRule,
    private readonly onRemove: (id: string) => void,
  ) {}

  remove(): void {
    this.onRemove(this.id);
  }

  /** Counts the request; true when the fault happens to it. */
  meets(subject: FaultSubject): boolean {
    if (!this.matches(subject)) return false;
    this.met++;
    const { skip = 0, times = 1 } = this.rule;
    if (this.met <= skip || (times >= 0 && this.hits >= times)) return false;
    this.hits++;
    return true;
  }

  private matches(subject: FaultSubject): boolean {
    const { operation, bucket, key, partNumber, method } = this.rule;
    const operations = typeof operation === 'string' ? [operation] : operation;
    return (
      (operations === undefined || operations.includes(subject.operation)) &&
      (bucket === undefined || bucket === subject.bucket) &&
      (key === undefined || key === subject.key) &&
      (partNumber === undefined || partNumber === subject.partNumber) &&
      (method === undefined || method.toUpperCase() === subject.method)
    );
  }
}

/** The fault rules in force. All that match a request act on it together; a later rule wins over an earlier one. */
export class Faults {
  private readonly active = new Map<string, ActiveFault>();
  private lastId = 0;

  add(rule: FaultRule): FaultHandle {
    const id = String(++this.lastId);
    const fault = new ActiveFault(id, { ...checkFaultRule(rule) }, (removed) => this.active.delete(removed));
    this.active.set(id, fault);
    return fault;
  }

  clear(): void {
    this.active.clear();
  }

  list(): FaultHandle[] {
    return [...this.active.values()];
  }

  effectsOn(subject: FaultSubject): FaultEffects {
    const happening = [...this.active.values()].filter((fault) => fault.meets(subject));
    return happening.reduce<FaultEffects>((effects, fault) => ({ ...effects, ...fault.rule }), {});
  }
}

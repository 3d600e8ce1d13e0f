// A signal that is aborted once it was looked at a number of times: it shows that work looks, and how often.

/** Aborted from the look after the `lookMax`th on; `reason` is what is thrown then. */
export class CountedSignal {
  looks = 0;
  readonly reason = new Error("looked at often enough");
  readonly lookMax: number;

  constructor(lookMax: number) {
    this.lookMax = lookMax;
  }

  /** Itself, as options take it. */
  get signal(): AbortSignal {
    return this as unknown as AbortSignal;
  }

  get aborted(): boolean {
    return this.looks > this.lookMax;
  }

  throwIfAborted(): void {
    this.looks++;
    if (this.aborted) throw this.reason;
  }
}

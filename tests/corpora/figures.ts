/** One figure of a run: how many of a kind's checks held, against the share that must hold. */
export interface Figure {
  name: string;
  right: number;
  total: number;
  /** 0 to 1: below it the run fails */
  floor: number;
  shortfalls: string[];
}

/** Counts checks into a figure and remembers what fell short. */
export class Tally {
  readonly name: string;
  readonly floor: number;
  right = 0;
  total = 0;
  shortfalls: string[] = [];

  constructor(name: string, floor: number) {
    this.name = name;
    this.floor = floor;
  }

  check(held: boolean, shortfall: string): void {
    this.total += 1;
    if (held) this.right += 1;
    else this.shortfalls.push(shortfall);
  }

  figure(): Figure {
    return { name: this.name, right: this.right, total: this.total, floor: this.floor, shortfalls: this.shortfalls };
  }
}

/** White space collapsed, for comparing texts that differ in their line breaks. */
export function flat(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}

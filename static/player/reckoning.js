// What a calculator's line comes to. It reads numbers, + − × ÷ ^ % √ and brackets, and nothing else.

const TOKEN = /\s*(?:(\d+(?:[.,]\d+)?|[.,]\d+)|([-+*/^()%√]))/y;
const ALIKE = { "−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", ":": "/" };
const LONGEST = 200;

export class NotReckoned extends Error {}

export function reckon(line) {
  if (line.length > LONGEST) throw new NotReckoned(line);
  const reader = new Reader(tokens(line.replace(/[−–×·÷:]/g, (sign) => ALIKE[sign])));
  const value = reader.sum();
  if (!reader.done || !Number.isFinite(value)) throw new NotReckoned(line);
  return value;
}

// At most twelve digits that count, with a comma as it is written here.
export function written(value) {
  const short = Number(value.toPrecision(12));
  return String(Object.is(short, -0) ? 0 : short).replace(".", ",").replace("-", "−");
}

function tokens(line) {
  const found = [];
  TOKEN.lastIndex = 0;
  const end = line.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(line);
    if (!match) throw new NotReckoned(line);
    found.push(match[1] !== undefined ? Number(match[1].replace(",", ".")) : match[2]);
  }
  return found;
}

class Reader {
  constructor(found) {
    this.found = found;
    this.at = 0;
  }

  get next() {
    return this.found[this.at];
  }

  get done() {
    return this.at === this.found.length;
  }

  take(...signs) {
    return signs.includes(this.next) ? this.found[this.at++] : null;
  }

  sum() {
    let value = this.product();
    for (let sign; (sign = this.take("+", "-")); ) {
      const other = this.product();
      value = sign === "+" ? value + other : value - other;
    }
    return value;
  }

  product() {
    let value = this.signed();
    for (let sign; (sign = this.take("*", "/")); ) {
      const other = this.signed();
      if (sign === "/" && other === 0) throw new NotReckoned("by nought");
      value = sign === "*" ? value * other : value / other;
    }
    return value;
  }

  signed() {
    if (this.take("-")) return -this.signed();
    this.take("+");
    return this.power();
  }

  power() {
    const base = this.share();
    return this.take("^") ? base ** this.signed() : base;
  }

  share() {
    let value = this.single();
    while (this.take("%")) value /= 100;
    return value;
  }

  single() {
    if (typeof this.next === "number") return this.found[this.at++];
    if (this.take("√")) return Math.sqrt(this.single());
    if (this.take("(")) {
      const value = this.sum();
      if (this.take(")")) return value;
    }
    throw new NotReckoned(String(this.next));
  }
}

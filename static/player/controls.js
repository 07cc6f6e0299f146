// Between an answer's value and the controls on the page: what each kind of question is answered with.
// Options, items and gaps go by their places on the paper ("1", "2"…), as the page knows them.

const named = (form, name) => [...form.querySelectorAll(`[name="${name}"]`)];
const beginning = (form, name) => [...form.querySelectorAll(`[name^="${name}"]`)];
const placeIn = (control) => control.name.slice(control.name.indexOf("-") + 1);
const text = (control) => control.value.trim();

function table(controls) {
  const filled = controls.filter((control) => text(control) !== "");
  return filled.length ? Object.fromEntries(filled.map((one) => [placeIn(one), text(one)])) : null;
}

const KINDS = {
  single: {
    read: (form) => named(form, "answer").find((one) => one.checked)?.value ?? null,
    fill: (form, value) => named(form, "answer").forEach((one) => (one.checked = one.value === value)),
    complete: () => true,
  },
  multiple: {
    read(form) {
      const chosen = named(form, "answer").filter((one) => one.checked);
      return chosen.length ? chosen.map((one) => one.value) : null;
    },
    fill: (form, value) =>
      named(form, "answer").forEach((one) => (one.checked = (value ?? []).includes(one.value))),
    complete: () => true,
  },
  true_false: {
    read(form) {
      const chosen = named(form, "answer").find((one) => one.checked);
      return chosen ? chosen.value === "true" : null;
    },
    fill: (form, value) =>
      named(form, "answer").forEach((one) => (one.checked = value !== null && one.value === String(value))),
    complete: () => true,
  },
  matching: {
    read: (form) => table(beginning(form, "pair-")),
    fill: (form, value) =>
      beginning(form, "pair-").forEach((one) => (one.value = value?.[placeIn(one)] ?? "")),
    complete: (form, value) => Object.keys(value).length === beginning(form, "pair-").length,
  },
  ordering: {
    // Until something was moved, the order shown is nobody's answer.
    read(form) {
      const list = form.querySelector("[data-items]");
      if (list.dataset.moved === undefined) return null;
      return [...list.children].map((item) => item.dataset.place);
    },
    fill(form, value) {
      const list = form.querySelector("[data-items]");
      const items = new Map([...list.children].map((item) => [item.dataset.place, item]));
      const order = value ?? [...items.keys()].sort((one, other) => one - other);
      list.append(...order.map((place) => items.get(place)));
      if (value) list.dataset.moved = "";
      else delete list.dataset.moved;
    },
    complete: () => true,
  },
  numeric: {
    read(form) {
      const number = text(form.querySelector('[name="number"]'));
      const unit = form.querySelector('[name="unit"]')?.value ?? "";
      if (!number && !unit) return null;
      return unit ? { number, unit } : { number };
    },
    fill(form, value) {
      form.querySelector('[name="number"]').value = value?.number ?? "";
      const unit = form.querySelector('[name="unit"]');
      if (unit) unit.value = value?.unit ?? "";
    },
    complete: (form, value) => Boolean(value.number) && (!form.querySelector('[name="unit"]') || "unit" in value),
  },
  short_text: {
    read: (form) => text(form.querySelector('[name="words"]')) || null,
    fill: (form, value) => (form.querySelector('[name="words"]').value = value ?? ""),
    complete: () => true,
  },
  gaps: {
    read: (form) => table(beginning(form, "gap-")),
    fill: (form, value) => beginning(form, "gap-").forEach((one) => (one.value = value?.[placeIn(one)] ?? "")),
    complete: (form, value) => Object.keys(value).length === beginning(form, "gap-").length,
  },
};

export function readAnswer(kind, form) {
  return KINDS[kind].read(form);
}

export function fillAnswer(kind, form, value) {
  KINDS[kind].fill(form, value);
}

// Half an answer counts as none in the overview before finishing.
export function isComplete(kind, form, value) {
  return value !== null && value !== undefined && KINDS[kind].complete(form, value);
}

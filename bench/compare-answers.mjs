// Whether engines gave the same answers: sizes, and how many of the group have each value.

/** Texts of the first differences between an engine's answers and another's to the same questions; empty when there are none. */
export function compareAnswers(questions, first, second) {
  const differences = [];
  for (const [index, question] of questions.entries()) {
    const [a, b] = [first.answers[index], second.answers[index]];
    // One of them ran out of time before it.
    if (a === undefined || b === undefined) continue;
    const found = compareAnswer(a, b);
    if (found === null) continue;
    differences.push(
      `${question.kind}: ${first.name} and ${second.name} differ in ${found}\n  ${JSON.stringify(question.definition)}`,
    );
    if (differences.length >= 5) break;
  }
  return differences;
}

function compareAnswer(a, b) {
  if (a.count !== b.count) return `the size of the group: ${a.count} and ${b.count}`;
  if (a.base !== undefined && b.base !== undefined && a.base !== b.base) return `the base: ${a.base} and ${b.base}`;
  if (a.listed !== undefined && b.listed !== undefined) return compareMaps(flatten(a.listed), flatten(b.listed));
  if (a.listed !== undefined) return compareListed(a.listed, b.parts);
  if (b.listed !== undefined) return compareListed(b.listed, a.parts);
  if (a.parts === undefined || b.parts === undefined) return null;
  for (const attribute of new Set([...Object.keys(a.parts), ...Object.keys(b.parts)])) {
    const found = compareMaps(a.parts[attribute] ?? {}, b.parts[attribute] ?? {});
    if (found !== null) return `${attribute}, ${found}`;
  }
  return null;
}

/** A panel lists the largest values and how many have another; a peer gives all values. */
function compareListed(listed, parts) {
  for (const [attribute, panel] of Object.entries(listed)) {
    const all = parts[attribute] ?? {};
    for (const [value, count] of Object.entries(panel.values)) {
      if (count !== (all[value] ?? 0)) return `${attribute} = ${value}: ${count} and ${all[value] ?? 0}`;
    }
    const [shown, present] = [sum(panel.values), sum(all)];
    if (panel.present !== present) return `${attribute}: ${panel.present} and ${present} have a value`;
    if (panel.other !== present - shown) return `${attribute}: ${panel.other} and ${present - shown} have a value not listed`;
  }
  return null;
}

function compareMaps(a, b) {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if ((a[key] ?? 0) !== (b[key] ?? 0)) return `${key}: ${a[key] ?? 0} and ${b[key] ?? 0}`;
  }
  return null;
}

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

function flatten(listed) {
  return Object.fromEntries(
    Object.entries(listed).flatMap(([attribute, { values, other }]) => [
      ...Object.entries(values).map(([value, count]) => [`${attribute} = ${value}`, count]),
      [`${attribute}, other`, other],
    ]),
  );
}

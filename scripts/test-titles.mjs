/** Reads the titles of tests out of their source, by its syntax and not by its looks. */
import ts from 'typescript';

/**
 * @param {string} source TypeScript
 * @returns {string[]} what `it(…)` and `it.each(…)(…)` are called with first; a title that is
 *   computed counts by its beginning, which may be empty
 */
export function testTitles(source) {
  const titles = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && isTest(node.expression)) titles.push(titleOf(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest));
  return titles;
}

/** `it`, `it.only`, `it.each(rows)`: not the call that only hands over the rows. */
function isTest(callee) {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'test';
  if (ts.isCallExpression(callee)) return isTable(callee.expression);
  return ts.isPropertyAccessExpression(callee) && !isTable(callee) && isTest(callee.expression);
}

/** `it.each`, `it.skipIf` and the like answer another `it`. */
function isTable(callee) {
  return (
    ts.isPropertyAccessExpression(callee) &&
    ['each', 'for', 'skipIf', 'runIf'].includes(callee.name.text) &&
    isTest(callee.expression)
  );
}

function titleOf({ arguments: [first] }) {
  if (first === undefined) return '';
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.head.text : '';
}

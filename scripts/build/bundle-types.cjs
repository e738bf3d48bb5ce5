'use strict';
const { rollup } = require('rollup');

async function bundleTypes(entry, tsconfig) {
  const { dts } = await import('rollup-plugin-dts');
  const bundle = await rollup({
    input: entry,
    plugins: [dts({ tsconfig })],
    onwarn: (warning) => {
      throw new Error(`${entry}: ${warning.message}`);
    },
    external: /^node:/,
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  return output[0].code;
}

/**
 * The types say what the code does (see `defaultAsModule`): the class is the module. With `export default` instead, TypeScript
 * would offer `require(name).default` only, and in an ES module on Node a class that is really one level higher.
 */
function classAsModule(types) {
  const exportLists = /^export (?:type )?\{([^{}]*)\};\n/gm;
  const names = [...types.matchAll(exportLists)].flatMap(([, list]) => list.split(',').map((name) => name.trim()));
  const className = names.find((name) => name.endsWith(' as default'))?.split(' ')[0];
  if (!className) throw new Error('The entry has no default export to become the module.');
  const declarations = types.replace(exportLists, '');
  return `${declarations}declare namespace ${className} {\n  export { ${names.join(', ')} };\n}\nexport = ${className};\n`;
}

/** The same declarations twice: as users get them, and as an ES module for api-extractor, which knows no `export =`. */
async function bundlePhoneTypes({ entry, output }) {
  const types = await bundleTypes(entry, 'tsconfig.json');
  return [
    { path: `${output}.d.ts`, text: classAsModule(types) },
    { path: `.cache/types/${output}.d.ts`, text: types },
  ];
}

async function bundleNodeTypes({ entry, output }) {
  return { path: `${output}.d.ts`, text: await bundleTypes(entry, 'tsconfig.node.json') };
}

module.exports = { bundlePhoneTypes, bundleNodeTypes };

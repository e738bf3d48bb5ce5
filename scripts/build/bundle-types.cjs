'use strict';
const esbuild = require('esbuild');
const { rollup } = require('rollup');
const { phone } = require('./bundle-code.cjs');

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

/** Names of the values (not types) that an entry exports; only esbuild's ESM output lists them. */
async function readValueNames(entry) {
  const { metafile } = await esbuild.build({ ...phone, entryPoints: [entry], outdir: 'out', format: 'esm' });
  return Object.values(metafile.outputs)[0].exports;
}

const EXPORT_LISTS = /^export (type )?\{([^{}]*)\};\n/gm;

/** Drops values of which the entry exports the type only: `export type *` brings them along, and they would be undefined. */
function dropTypeOnlyValues(types, valueNames) {
  const exportedAs = (item) => item.split(' as ').pop();
  return types.replace(EXPORT_LISTS, (_match, typeOnly = '', list) => {
    const items = list.split(',').map((item) => item.trim());
    const kept = items.filter((item) => typeOnly || /^type /.test(item) || valueNames.includes(exportedAs(item)));
    return `export ${typeOnly}{ ${kept.join(', ')} };\n`;
  });
}

/**
 * The types say what the code does (see `classAsModule` of the code): the class is the module. With `export default` instead,
 * TypeScript would offer `require(name).default` only, and in an ES module on Node a class that is really one level higher.
 */
function classAsModule(types) {
  const names = [...types.matchAll(EXPORT_LISTS)].flatMap(([, , list]) => list.split(',').map((name) => name.trim()));
  const className = names.find((name) => name.endsWith(' as default'))?.split(' ')[0];
  if (!className) throw new Error('The entry has no default export to become the module.');
  const declarations = types.replace(EXPORT_LISTS, '');
  return `${declarations}declare namespace ${className} {\n  export { ${names.join(', ')} };\n}\nexport = ${className};\n`;
}

/** The same declarations twice: as users get them, and as an ES module for api-extractor, which knows no `export =`. */
async function bundlePhoneTypes({ entry, output }) {
  const types = dropTypeOnlyValues(await bundleTypes(entry, 'tsconfig.json'), await readValueNames(entry));
  return [
    { path: `${output}.d.ts`, text: classAsModule(types) },
    { path: `.cache/types/${output}.d.ts`, text: types },
  ];
}

async function bundleNodeTypes({ entry, output }) {
  return { path: `${output}.d.ts`, text: await bundleTypes(entry, 'tsconfig.node.json') };
}

module.exports = { bundlePhoneTypes, bundleNodeTypes };

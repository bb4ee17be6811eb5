import module from 'node:module';

// Plain JavaScript, loaded before everything else: an older Node cannot even read the TypeScript it would complain in.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `PerfectWORK Mail needs Node 24 and this is Node ${process.versions.node}: run \`npm ci\`, which brings its own Node 24 along, and use the npm scripts (\`npm start\`).\n`,
  );
  process.exit(1);
}

// Without this cache every process keeps the compiler that strips the types in memory (35 MB), and starts slower.
module.enableCompileCache?.('node_modules/.cache/perfectwork-mail');

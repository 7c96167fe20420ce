import path from 'node:path';
import { projectRoot } from './project-root.js';

/** Options of node for a child that must not outlive us; its standard input has to be a pipe. */
export const importEndWithParent = [
  '--import',
  path.join(projectRoot, 'dist', 'tools', 'shared', 'end-with-parent.js'),
];

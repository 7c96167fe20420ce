export { HttpModule } from './http.module.js';
export { PageFiles } from './page/page-files.js';
export { Problem, type FieldError } from './problem.js';

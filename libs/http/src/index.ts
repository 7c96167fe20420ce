export { HttpModule } from './http.module.js';
export { Problem, type FieldError } from './problem.js';

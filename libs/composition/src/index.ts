export { brokers } from './brokers.js';
export { runApp } from './run-app.js';

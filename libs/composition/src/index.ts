export { loadBrokers } from './brokers.js';
export { runApp } from './run-app.js';

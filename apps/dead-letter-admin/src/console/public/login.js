import { api } from './api.js';

/** Asks for a token whenever it is told to; whether one is valid, the API says. */
export class Login {
  /** @param done called once the reader has given a token */
  constructor(form, done) {
    const [token, name] = [form.querySelector('#token'), form.querySelector('#name')];
    Object.assign(this, { form, token });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      api.remember(token.value.trim(), name.value.trim());
      token.value = '';
      form.hidden = true;
      done();
    });
  }

  /** @param why the last token didn't do, if there was one */
  ask(why = '') {
    this.form.querySelector('#login-problem').textContent = why;
    this.form.hidden = false;
    this.token.focus();
  }
}

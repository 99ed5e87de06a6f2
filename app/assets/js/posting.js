// A page that posts by itself and stays: how it says so, and what it gets for an answer.

// Such an answer is shown by posting natively: the way back to the identity that a form was opened under.
export const OWN_PAGE = 409;

export const post = (address, body) => fetch(address, { method: 'POST', body, headers: { 'X-Stays': '1' }, redirect: 'manual' });

export const isJson = (answer) => Boolean(answer.headers.get('Content-Type')?.startsWith('application/json'));

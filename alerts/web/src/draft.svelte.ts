// What is carried from one page to another without standing in the address: a pasted text that becomes a tip.
export const draft = $state({ tip: "" });

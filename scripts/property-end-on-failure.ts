import fc from 'fast-check';

// Of a changed program it is enough to know that a property fails: looking for its smallest example takes minutes.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });

package dev.rollcall.api;

/**
 * Brings facts to those who read them. Where facts are rows of the same database, a transaction that writes holds back those that
 * are stored after it began, until it ends: nobody may come past one that could still appear.
 */
public interface FactDelivery {

    /**
     * A transaction of a reader has ended: what it held back can be delivered now, and need not wait until it is looked for. Returns at
     * once; costs nothing where nothing waits.
     */
    void released();
}

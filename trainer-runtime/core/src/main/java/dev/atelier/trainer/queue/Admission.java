package dev.atelier.trainer.queue;

/** Whether the worker may take a job now. Called before it joins the group and before each job; may take a while. */
@FunctionalInterface
public interface Admission {
    /** Always. */
    Admission ALWAYS = () -> true;

    boolean isOpen();
}

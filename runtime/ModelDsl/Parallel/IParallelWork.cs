namespace ModelDsl;

/// <summary>Work that a <see cref="WorkerPool"/> cuts into tasks. Models implement it; no delegate, so nothing is allocated in a step.</summary>
public interface IParallelWork
{
    /// <summary>Runs one task. Tasks of one phase are independent of each other and may run in any order, at the same time.</summary>
    /// <param name="phase">Which part of the work, as given to <see cref="WorkerPool.Run(IParallelWork, int, int)"/>.</param>
    /// <param name="task">Which task, from 0.</param>
    void RunTask(int phase, int task);
}

namespace ModelDsl.Runtime.Tests.Parallel;

public class WorkerPoolLateHelperTests
{
    /// <summary>
    /// A helper that wakes when a run is over meets the next one being published. Short runs of changing length on more threads than
    /// processors make that happen many times a second.
    /// </summary>
    [Fact]
    public void Run_HelpersThatComeLate_EveryTaskOnce()
    {
        WorkerPool pool = new(workers: 8);
        CountingWork work = new();
        for (int round = 0; round < 2_000_000; round++)
        {
            int tasks = 2 + round % 7;
            pool.Run(work, phase: round, tasks);
            work.Check(tasks, round);
        }
    }

    private sealed class CountingWork : IParallelWork
    {
        private readonly int[] _runs = new int[16];
        private readonly int[] _phases = new int[16];

        public void RunTask(int phase, int task)
        {
            Interlocked.Increment(ref _runs[task]);
            _phases[task] = phase;
        }

        public void Check(int tasks, int phase)
        {
            for (int task = 0; task < _runs.Length; task++)
            {
                int expected = task < tasks ? 1 : 0;
                if (_runs[task] != expected) Assert.Fail($"run {phase} of {tasks} tasks: task {task} ran {_runs[task]} times");
                if (task < tasks && _phases[task] != phase) Assert.Fail($"run {phase}: task {task} got phase {_phases[task]}");
                _runs[task] = 0;
            }
        }
    }
}

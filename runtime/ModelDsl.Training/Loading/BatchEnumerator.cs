using System.Runtime.ExceptionServices;

namespace ModelDsl.Training;

/// <summary>Goes through the batches of one epoch. <c>foreach</c> over a <see cref="DataLoader{TTarget}"/> uses and disposes it.</summary>
/// <remarks>
/// Two counters under one lock: <c>_filled</c> batches have been prepared, <c>_released</c> have been left by the reader. The thread
/// waits while the ring is full, the reader while it is empty; ending either side wakes the other.
/// </remarks>
public sealed class BatchEnumerator<TTarget> : IDisposable
    where TTarget : unmanaged
{
    private readonly object _gate = new();
    private readonly BatchProducer<TTarget> _producer;
    private readonly DataLoader<TTarget> _loader;
    private readonly Thread? _thread;
    private int _current = -1;
    private int _filled;
    private int _released;
    private bool _isStopped;
    private bool _isDisposed;
    private ExceptionDispatchInfo? _fault;

    internal BatchEnumerator(BatchProducer<TTarget> producer, DataLoader<TTarget> loader)
    {
        _producer = producer;
        _loader = loader;
        if (loader.Prefetch == 0 || producer.BatchCount == 0)
            return;
        _thread = new Thread(FillAll) { IsBackground = true, Name = "ModelDsl data loader" };
        _thread.Start();
    }

    /// <summary>The present batch. Valid until <see cref="MoveNext"/> is called again.</summary>
    public Batch<TTarget> Current => _producer.Read(_current);

    /// <summary>Goes to the next batch, and waits for it if need be.</summary>
    /// <returns>Whether there was one.</returns>
    /// <remarks>An exception of the data set or of a transform comes out here, after the batches that were whole before it.</remarks>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_current + 1 >= _producer.BatchCount)
            return false;
        if (_thread is null)
            _producer.Fill(_current + 1);
        else
            WaitForNext();
        _current++;
        return true;
    }

    /// <summary>Stops the thread and waits until it has ended.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }

        _thread?.Join();
        _loader.TakeBack(_producer);
    }

    private void WaitForNext()
    {
        lock (_gate)
        {
            _released = _current + 1;
            Monitor.PulseAll(_gate);
            while (_filled == _released && _fault is null)
                Monitor.Wait(_gate);
            if (_filled == _released)
                _fault!.Throw();
        }
    }

    private void FillAll()
    {
        try
        {
            for (int batch = 0; batch < _producer.BatchCount; batch++)
            {
                lock (_gate)
                {
                    while (_filled - _released >= _producer.RingLength && !_isStopped)
                        Monitor.Wait(_gate);
                    if (_isStopped)
                        return;
                }

                _producer.Fill(batch);
                lock (_gate)
                {
                    _filled++;
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                _fault = ExceptionDispatchInfo.Capture(e);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
